package io.barograph.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RankSearchTest {
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
    void findsEveryRankInBlocksOfAnySize(Shape shape) {
        Random random = new Random(shape.ordinal());
        long[] values = shape.values(random);
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        List<ValueBlock> blocks = blocks(values, random);
        long[] found = new long[2];
        for (int rank : new int[] {SIZE / 2, SIZE / 2 + 1, SIZE * 95 / 100, 0, SIZE - 1}) {
            check(blocks, rank, sorted, found);
        }
        for (int i = 0; i < 200; i++) {
            check(blocks, random.nextInt(SIZE), sorted, found);
        }
        assertThat(LongStream.of(RankSearch.gather(blocks, SIZE)).sorted().toArray())
                .isEqualTo(sorted);
    }

    /** Of a switch that is mostly off, or a gauge where it seldom rains, the values are in no memory twice. */
    @Test
    void aValueThatMostAreIsCountedWhereItLies() {
        long[] values = LongStream.range(0, SIZE).map(i -> i % 5 == 0 ? i : 0).toArray();
        long[] found = {-1, -1};
        RankSearch.find(List.of(new NotCopied(new PlainValues(values, SIZE))), SIZE, SIZE / 2, found);
        assertThat(found).containsExactly(0, 0);
    }

    private record NotCopied(ValueBlock block) implements ValueBlock {
        @Override
        public int size() {
            return block.size();
        }

        @Override
        public long at(int position) {
            return block.at(position);
        }

        @Override
        public void copyTo(long[] target, int from) {
            throw new AssertionError("copied");
        }

        @Override
        public void take(Stretch stretch) {
            block.take(stretch);
        }

        @Override
        public long bytes() {
            return block.bytes();
        }
    }

    private static void check(List<ValueBlock> blocks, int rank, long[] sorted, long[] found) {
        RankSearch.find(blocks, SIZE, rank, found);
        assertThat(found[0]).as("rank %d", rank).isEqualTo(sorted[rank]);
        assertThat(found[1]).as("behind rank %d", rank).isEqualTo(sorted[Math.min(rank + 1, SIZE - 1)]);
    }

    private static List<ValueBlock> blocks(long[] values, Random random) {
        List<ValueBlock> blocks = new ArrayList<>();
        for (int from = 0; from < values.length; ) {
            int to = Math.min(values.length, from + 1 + random.nextInt(3_000));
            long[] own = Arrays.copyOfRange(values, from, to);
            ValueBlock packed = PackedValues.of(own, false, new long[0]);
            blocks.add(packed == null ? new PlainValues(own, own.length) : packed);
            from = to;
        }
        return blocks;
    }
}
