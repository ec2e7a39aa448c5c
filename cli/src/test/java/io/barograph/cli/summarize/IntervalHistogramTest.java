package io.barograph.cli.summarize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntervalHistogramTest {
    @Test
    void theMedianOfOneLengthIsThatLength() {
        IntervalHistogram histogram = new IntervalHistogram();
        for (int i = 0; i < 1000; i++) {
            histogram.add(29_999_999_999L);
        }
        histogram.add(1);
        histogram.add(Long.MAX_VALUE);
        assertThat(histogram.median()).isEqualTo(29_999_999_999L);
        assertThat(histogram.countAbove(29_999_999_999L)).isEqualTo(1);
        assertThat(histogram.countAbove(0)).isEqualTo(1002);
    }

    @Test
    void theMedianIsWithinOnePartIn32AndMergingIsAdding() {
        SplittableRandom random = new SplittableRandom(Long.getLong("barograph.seed", 11));
        long[] values = random.longs(10_001, 1, 1L << 50)
                .map(v -> Math.max(1, v >> random.nextInt(40)))
                .toArray();
        IntervalHistogram whole = new IntervalHistogram();
        IntervalHistogram left = new IntervalHistogram();
        IntervalHistogram right = new IntervalHistogram();
        for (int i = 0; i < values.length; i++) {
            whole.add(values[i]);
            (i % 3 == 0 ? left : right).add(values[i]);
        }
        left.addAll(right);
        Arrays.sort(values);
        double exact = values[5000];
        assertThat((double) whole.median()).isBetween(exact * 31 / 32, exact * 33 / 32);
        assertThat(left.median()).isEqualTo(whole.median());
        assertThat(left.countAbove(1 << 20)).isEqualTo(whole.countAbove(1 << 20));
    }

    @Test
    void nothingHasNoMedian() {
        assertThat(new IntervalHistogram().median()).isZero();
    }
}
