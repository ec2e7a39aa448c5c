package io.barograph.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AggregateCall;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documented bound of approx_quantile: within 2^-10 of the value of its rank, ranks 1 and n exact; the same bits by any path. */
@Tag("thorough")
class QuantileAccuracyTest {
    private static final long SEED = 20_230_101;
    private static final double BOUND = 0x1p-10;
    private static final double[] FRACTIONS = {0, 1e-9, 0.01, 0.1, 0.25, 1 / 3.0, 0.5, 0.75, 0.9, 0.99, 0.999999, 1};

    @ParameterizedTest
    @EnumSource(Distribution.class)
    void everyQuantileIsWithinTheBoundHoweverRowsWereMerged(Distribution distribution) {
        for (int count : new int[] {1, 2, 3, 10, 99, 1000, 20_000}) {
            check(distribution, count, count < 100 ? 50 : count < 10_000 ? 6 : 2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Distribution.class,
            names = {"LOGNORMAL", "SORTED", "WITH_SPECIALS"})
    @Tag("slow")
    void aMillionRowsKeepTheBound(Distribution distribution) {
        check(distribution, 1_000_000, 1);
    }

    private static void check(Distribution distribution, int count, int rounds) {
        for (int round = 0; round < rounds; round++) {
            SplittableRandom random = new SplittableRandom(SEED + 31L * count + round);
            double[] rows = distribution.values(random, count);
            long[] present = Validity.allPresent(count);
            double[] counted = rows;
            if (round % 2 == 1) {
                for (int i = 0; i < count; i++) {
                    if (random.nextInt(4) == 0) {
                        Validity.setNull(present, i);
                    }
                }
                Validity validity = Validity.of(present);
                counted = LongStream.range(0, count)
                        .filter(i -> validity.isPresent((int) i))
                        .mapToDouble(i -> rows[(int) i])
                        .toArray();
            }
            Merges merges = new Merges(new DoubleColumn(rows, Validity.of(present)), count, calls(Type.DOUBLE));
            List<Object> quantiles = merges.inOrder();
            check(quantiles, counted, distribution + " of " + count + ", round " + round);
            for (int order = 0; order < 4; order++) {
                assertThat(bits(merges.inPieces(random)))
                        .as("%s of %d, round %d: merged in order %d", distribution, count, round, order)
                        .isEqualTo(bits(quantiles));
            }
        }
    }

    private static void check(List<Object> quantiles, double[] values, String where) {
        double[] sorted = Arrays.stream(values).map(x -> x + 0.0).sorted().toArray(); // -0.0 is 0.0
        for (int i = 0; i < FRACTIONS.length; i++) {
            if (sorted.length == 0) {
                assertThat(quantiles.get(i)).as(where).isNull();
                continue;
            }
            int rank = rank(FRACTIONS[i], sorted.length);
            double expected = sorted[rank - 1];
            double actual = (Double) quantiles.get(i);
            // The difference of two numbers so near is exact.
            boolean near = rank == 1 || rank == sorted.length || !Double.isFinite(expected)
                    ? Double.compare(actual, expected) == 0
                    : Math.abs(actual - expected) <= Math.abs(expected) * BOUND;
            assertThat(near)
                    .as(
                            "quantile %s of %s is %s and the value of rank %d %s",
                            FRACTIONS[i], where, actual, rank, expected)
                    .isTrue();
        }
    }

    @Test
    void wholeNumbersKeepTheBound() {
        for (Type type : new Type[] {Type.BIGINT, Type.INTERVAL}) {
            for (int round = 0; round < 300; round++) {
                SplittableRandom random = new SplittableRandom(SEED + round);
                int shift = random.nextInt(64);
                long[] rows = random.longs(1 + random.nextInt(200))
                        .map(x -> x >> shift)
                        .toArray();
                Column column = new LongColumn(type, rows, Validity.ALL);
                List<Object> quantiles = new Merges(column, rows.length, calls(type)).inOrder();
                long[] sorted = LongStream.of(rows).sorted().toArray();
                for (int i = 0; i < FRACTIONS.length; i++) {
                    int rank = rank(FRACTIONS[i], rows.length);
                    BigDecimal expected = BigDecimal.valueOf(sorted[rank - 1]);
                    BigDecimal actual = new BigDecimal(quantiles.get(i).toString());
                    // Whole numbers beyond 2^53 are rounded to a double on their way into a bucket.
                    BigDecimal bound = expected.abs().multiply(BigDecimal.valueOf(BOUND + 0x1p-52));
                    assertThat(actual.subtract(expected).abs())
                            .as("quantile %s of %s, round %d: %s, not %s", FRACTIONS[i], type, round, actual, expected)
                            .isLessThanOrEqualTo(bound);
                }
            }
        }
    }

    /** The least whole number that is at least fraction · count, and at least 1. */
    private static int rank(double fraction, int count) {
        return Math.max(
                1,
                new BigDecimal(fraction)
                        .multiply(BigDecimal.valueOf(count))
                        .setScale(0, RoundingMode.CEILING)
                        .intValueExact());
    }

    private static List<AggregateCall> calls(Type type) {
        Type result = type == Type.INTERVAL ? Type.INTERVAL : Type.DOUBLE;
        return Arrays.stream(FRACTIONS)
                .mapToObj(fraction -> new AggregateCall(
                        "approx_quantile",
                        List.of(0),
                        List.of(new Expr.Literal(Type.DOUBLE, fraction)),
                        false,
                        -1,
                        result))
                .toList();
    }

    private static List<Object> bits(List<Object> values) {
        return values.stream()
                .map(x -> x instanceof Double number ? (Object) Double.doubleToRawLongBits(number) : String.valueOf(x))
                .toList();
    }
}
