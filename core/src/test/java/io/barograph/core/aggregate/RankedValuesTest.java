package io.barograph.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RankedValuesTest {
    private static final int SIZE = 100_000;

    enum Shape {
        ANY_LONGS,
        FEW_DISTINCT,
        ASCENDING,
        PERIODIC,
        ALL_GREATEST,
        MOSTLY_GREATEST,
        BOTH_ENDS;

        long[] values(Random random) {
            return LongStream.range(0, SIZE).map(i -> value(i, random)).toArray();
        }

        private long value(long i, Random random) {
            return switch (this) {
                case ANY_LONGS -> random.nextLong();
                case FEW_DISTINCT -> random.nextInt(5) - 2;
                case ASCENDING -> i * i;
                // As often as the sample is taken.
                case PERIODIC -> i % (SIZE / 1023);
                case ALL_GREATEST -> Long.MAX_VALUE;
                case MOSTLY_GREATEST -> random.nextInt(10) == 0 ? random.nextLong() : Long.MAX_VALUE;
                case BOTH_ENDS -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsEveryRankInAnyOrderOfAsking(Shape shape) {
        Random random = new Random(shape.ordinal());
        long[] values = shape.values(random);
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        RankedValues ranked = new RankedValues(values);
        for (int rank : new int[] {SIZE / 2, SIZE / 2 + 1, SIZE * 95 / 100, 0, SIZE - 1}) {
            assertThat(ranked.at(rank)).as("rank %d", rank).isEqualTo(sorted[rank]);
        }
        for (int i = 0; i < 1_000; i++) {
            int rank = random.nextInt(SIZE);
            assertThat(ranked.at(rank)).as("rank %d", rank).isEqualTo(sorted[rank]);
        }
        assertThat(LongStream.of(ranked.values()).sorted().toArray()).isEqualTo(sorted);
    }
}
