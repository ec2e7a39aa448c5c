package io.barograph.core.aggregate.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is finished quickly has the bits of what integers of any length say, and hostile numbers are not taken for proven. */
@Tag("thorough")
class ProvenDoublesTest {
    private static final List<Finish> KINDS =
            List.of(Finish.SUM, Finish.AVG, Finish.VAR_POP, Finish.VAR_SAMP, Finish.STDDEV_POP, Finish.STDDEV_SAMP);
    private static final int GROUPS = 120;

    private final SplittableRandom random = new SplittableRandom(20261129);

    @Test
    void readingsOfSensorsAreProven() {
        assertThat(check(() -> Math.round(random.nextDouble(20, 30) * 1e4) / 1e4))
                .isGreaterThan(0.98);
    }

    @Test
    void signsAndDecadesMayBeMixed() {
        check(() -> Math.round(random.nextDouble(-99.9, 99.9) * 10) / 10.0);
        check(() -> random.nextDouble(-1, 1));
        check(() -> Math.pow(10, random.nextDouble(-3, 3)));
        check(() -> random.nextInt(-5, 6));
        check(() -> random.nextInt(4) == 0 ? -0.0 : 0.0);
    }

    @Test
    void spreadsMayCancelByAnyNumberOfBits() {
        for (int bits = 4; bits <= 52; bits += 3) {
            double base = 1L << bits;
            check(() -> base + random.nextDouble());
        }
        check(() -> 1013.25);
    }

    @Test
    void magnitudesMayReachTheEndsOfTheRange() {
        check(() -> random.nextDouble(1, 2) * 0x1p-1022);
        check(() -> random.nextDouble() * 0x1p-1022);
        check(() -> random.nextDouble(1, 2) * 0x1p-540);
        check(() -> random.nextDouble(1, 2) * 0x1p1020);
        check(() -> random.nextDouble(1, 2) * 0x1p510);
        check(() -> random.nextInt(20) == 0 ? Double.MIN_VALUE : random.nextDouble());
        check(() -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
        check(() -> switch (random.nextInt(40)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            default -> random.nextDouble();
        });
    }

    @Test
    void tiesAndTheirNeighboursGoToTheRightSide() {
        for (int i = 0; i < 2000; i++) {
            long odd = random.nextLong(1L << 53, 1L << 54) | 1;
            long sign = random.nextBoolean() ? 1 : -1;
            for (long step = -1; step <= 1; step++) {
                // The mean of three that is half way between doubles, and its neighbours.
                checkIntegers(sign * (odd - 7), sign * odd, sign * (odd + 7) + step);
                checkIntegers(sign * (odd << 8), sign * (odd << 8), sign * (odd << 8) + step);
                // Half the difference of two is their deviation.
                checkIntegers(sign * odd + step, 0);
                checkIntegers(sign * (odd << 9) + step, -sign * odd << 3);
                // Doubles are half as far apart below a power of two.
                checkIntegers(sign * (1L << 60) + step, 0);
                checkIntegers(sign * ((1L << 60) - (1L << 6)) + step, sign * ((1L << 60) - (1L << 6)));
            }
        }
    }

    @Test
    void integersMayHaveAnySize() {
        for (int bits = 1; bits < 64; bits++) {
            int shift = bits;
            for (int i = 0; i < 50; i++) {
                checkIntegers(random.longs(random.nextInt(1, 70))
                        .map(value -> value >> shift)
                        .toArray());
            }
        }
        checkIntegers(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
        checkIntegers(Long.MAX_VALUE, Long.MIN_VALUE);
    }

    @Test
    void groupsMayHaveBillionsOfRows() {
        double[] readings = random.doubles(3 * GROUPS, 20, 30).toArray();
        compareDoubled(new MomentsState(Type.DOUBLE), new DoubleColumn(readings, Validity.ALL));
        long[] small = random.longs(3 * GROUPS, -9, 10).toArray();
        compareDoubled(new MomentsState(Type.BIGINT), new LongColumn(Type.BIGINT, small, Validity.ALL));
    }

    private static void compareDoubled(MomentsState state, Column values) {
        int[] all = IntStream.range(0, GROUPS).toArray();
        state.resize(GROUPS);
        state.add(
                new Column[] {values},
                IntStream.range(0, 3 * GROUPS).map(i -> i % GROUPS).toArray(),
                3 * GROUPS);
        for (int doubling = 0; doubling < 32; doubling++) {
            MomentsState same = state.newInstance();
            same.resize(GROUPS);
            same.merge(state, all, all, GROUPS);
            state.merge(same, all, all, GROUPS);
            compare(state, GROUPS);
        }
    }

    /** Finishes groups of one row to some thousand, and returns what share of the results was proven. */
    private double check(DoubleSupplier values) {
        MomentsState state = new MomentsState(Type.DOUBLE);
        state.resize(GROUPS);
        for (int group = 0; group < GROUPS; group++) {
            int rows = group < 100 ? 1 + group : random.nextInt(1, 5000);
            double[] some = new double[rows];
            int[] groups = new int[rows];
            for (int i = 0; i < rows; i++) {
                some[i] = values.getAsDouble();
                groups[i] = group;
            }
            state.add(new Column[] {new DoubleColumn(some, Validity.ALL)}, groups, rows);
        }
        return compare(state, GROUPS);
    }

    private void checkIntegers(long... values) {
        MomentsState state = new MomentsState(Type.BIGINT);
        state.resize(1);
        state.add(
                new Column[] {new LongColumn(Type.BIGINT, values, Validity.ALL)},
                new int[values.length],
                values.length);
        compare(state, 1);
    }

    private static double compare(MomentsState state, int groups) {
        int[] all = IntStream.range(0, groups).toArray();
        double[] results = new double[groups];
        long[] validity = Validity.allPresent(groups);
        int proven = 0;
        int finished = 0;
        for (Finish kind : KINDS) {
            state.finish(kind, all, groups, results, validity);
            ProvenDoubles quick = new ProvenDoubles(kind);
            for (int group = 0; group < groups; group++) {
                long rows = state.count(group);
                if (rows < kind.leastRows()) {
                    assertThat(Validity.of(validity).isNull(group)).isTrue();
                    continue;
                }
                assertThat(Validity.of(validity).isPresent(group)).isTrue();
                Outliers outliers = state.outliersOrNull(group);
                if (outliers != null && outliers.hasSpecials()) {
                    assertThat(results[group]).isNotFinite();
                    continue;
                }
                assertThat(Double.doubleToRawLongBits(results[group]))
                        .as("%s of %d rows, sum %s", kind, rows, state.exactSum(group, UnivariateState.X))
                        .isEqualTo(Double.doubleToRawLongBits(exact(state, kind, group)));
                quick.find(state.records, all, group, 1);
                finished++;
                proven += outliers == null && quick.isProven(0) ? 1 : 0;
            }
        }
        return (double) proven / finished;
    }

    private static double exact(MomentsState state, Finish kind, int group) {
        BigInteger sum = state.exactSum(group, UnivariateState.X).inUnitsOf(0);
        BigInteger squares = state.exactSum(group, UnivariateState.XX).inUnitsOf(0);
        BigInteger n = BigInteger.valueOf(state.count(group));
        BigInteger spread = n.multiply(squares).subtract(sum.multiply(sum));
        BigInteger less = n.subtract(BigInteger.ONE);
        int unit = Record.UNIT;
        return switch (kind) {
            case SUM -> Rounding.ratio(sum, BigInteger.ONE, unit);
            case AVG -> Rounding.ratio(sum, n, unit);
            case VAR_POP -> Rounding.ratio(spread, n.multiply(n), 2 * unit);
            case VAR_SAMP -> Rounding.ratio(spread, n.multiply(less), 2 * unit);
            case STDDEV_POP -> Rounding.squareRoot(spread, n.multiply(n), 2 * unit);
            case STDDEV_SAMP -> Rounding.squareRoot(spread, n.multiply(less), 2 * unit);
            default -> throw new IllegalArgumentException(kind.toString());
        };
    }
}
