package io.barograph.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.plan.AggregateCall;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documented standard error of approx_count_distinct, over many seeded sets; the same estimate by any path. */
@Tag("thorough")
class DistinctEstimateAccuracyTest {
    private static final long SEED = 20_230_101;
    /** 1.04 / √4096. */
    private static final double STANDARD_ERROR = 1.04 / 64;

    private static final AggregateCall CALL =
            new AggregateCall("approx_count_distinct", List.of(0), List.of(), false, -1, Type.BIGINT);

    /** What distinct values look like: a hash must not see it. */
    private enum Shape {
        CONSECUTIVE {
            @Override
            Column column(SplittableRandom random, int distinct) {
                long first = random.nextInt();
                return longs(Type.BIGINT, distinct, i -> first + i);
            }
        },
        TIMES {
            @Override
            Column column(SplittableRandom random, int distinct) {
                long first = 1_672_531_200L + random.nextInt(1_000_000);
                return longs(Type.TIMESTAMP, distinct, i -> (first + i) * 1_000_000_000L);
            }
        },
        MEASURED {
            @Override
            Column column(SplittableRandom random, int distinct) {
                int first = random.nextInt(1_000_000);
                double[] values = new double[distinct];
                Arrays.setAll(values, i -> (first + i) / 10_000.0);
                return new DoubleColumn(values, Validity.ALL);
            }
        },
        UNIFORM {
            @Override
            Column column(SplittableRandom random, int distinct) {
                return new DoubleColumn(random.doubles(distinct).toArray(), Validity.ALL);
            }
        },
        NAMES {
            @Override
            Column column(SplittableRandom random, int distinct) {
                int first = random.nextInt(1_000_000_000);
                Dictionary names = new Dictionary();
                int[] codes = new int[distinct];
                Arrays.setAll(codes, i -> names.intern("device-" + (first + i)));
                return new VarcharColumn(codes, names, Validity.ALL);
            }
        };

        abstract Column column(SplittableRandom random, int distinct);

        private interface LongAt {
            long at(int index);
        }

        private static LongColumn longs(Type type, int size, LongAt value) {
            long[] values = new long[size];
            Arrays.setAll(values, value::at);
            return new LongColumn(type, values, Validity.ALL);
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void errorsAreAsLargeAsStatedAndNotToOneSide(Shape shape) {
        for (int distinct : new int[] {10, 100, 1000, 5000, 20_000}) {
            check(shape, distinct, 200);
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    @Tag("slow")
    void errorsAreAsLargeAsStatedForManyValues(Shape shape) {
        check(shape, 100_000, 40);
        check(shape, 1_000_000, 6);
    }

    private static void check(Shape shape, int distinct, int rounds) {
        double sum = 0;
        double squares = 0;
        double worst = 0;
        for (int round = 0; round < rounds; round++) {
            SplittableRandom random = new SplittableRandom(SEED + round);
            long estimate = estimate(shape.column(random, distinct), distinct);
            double error = (double) (estimate - distinct) / distinct;
            sum += error;
            squares += error * error;
            worst = Math.max(worst, Math.abs(error));
        }
        String where = shape + " of " + distinct + ", seed " + SEED;
        // The root mean square over so many rounds is itself uncertain by 1/√(2·rounds): four times that is allowed.
        double uncertainty = 4 / Math.sqrt(rounds);
        assertThat(Math.sqrt(squares / rounds))
                .as("root mean square error of %s", where)
                .isLessThan(STANDARD_ERROR * (1 + uncertainty / Math.sqrt(2)));
        assertThat(Math.abs(sum / rounds)).as("mean error of %s", where).isLessThan(STANDARD_ERROR * uncertainty);
        // Two values may fall to one register: of few values that is more than five standard errors.
        assertThat(worst).as("worst error of %s", where).isLessThan(Math.max(5 * STANDARD_ERROR, 1.5 / distinct));
    }

    @Test
    void upToThreeValuesAreCountedExactlyUnlessTheyShareARegister() {
        int wrong = 0;
        for (int round = 0; round < 1000; round++) {
            int distinct = 1 + round % 3;
            Column column = Shape.CONSECUTIVE.column(new SplittableRandom(SEED + round), distinct);
            wrong += estimate(column, distinct) == distinct ? 0 : 1;
        }
        assertThat(wrong).isLessThan(3);
    }

    @Test
    void repetitionsNullsAndOrderDoNotMatter() {
        for (int round = 0; round < 60; round++) {
            SplittableRandom random = new SplittableRandom(SEED + round);
            int distinct = 1 + random.nextInt(1 << random.nextInt(16));
            double[] values = random.doubles(distinct).toArray();
            double[] rows = new double[2 * distinct + random.nextInt(100)];
            long[] present = Validity.allPresent(rows.length);
            for (int i = 0; i < rows.length; i++) {
                rows[i] = values[i < distinct ? i : random.nextInt(distinct)];
                if (i >= distinct && random.nextInt(5) == 0) {
                    rows[i] = Math.PI * i; // a NULL's value is undefined
                    Validity.setNull(present, i);
                }
            }
            Object once = estimate(new DoubleColumn(values, Validity.ALL), distinct);
            Merges merges = new Merges(new DoubleColumn(rows, Validity.of(present)), rows.length, List.of(CALL));
            assertThat(merges.inOrder()).as("round %d", round).containsExactly(once);
            for (int order = 0; order < 4; order++) {
                assertThat(merges.inPieces(random)).as("round %d", round).containsExactly(once);
            }
        }
    }

    @Test
    void zerosAreOneValueAsAreNaNs() {
        double[] values = {0.0, -0.0, Double.NaN, Double.longBitsToDouble(0xFFF8_0000_0000_0123L), 1 / 0.0, -1 / 0.0};
        assertThat(estimate(new DoubleColumn(values, Validity.ALL), values.length))
                .isEqualTo(4);
    }

    private static long estimate(Column column, int size) {
        return (Long) new Merges(column, size, List.of(CALL)).inOrder().get(0);
    }
}
