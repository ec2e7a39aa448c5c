package io.barograph.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are found by their ranks as in a sorted list, whatever came and went, and with work that hardly grows with their number. */
class RankedValuesTest {
    private final SplittableRandom random = new SplittableRandom(26);

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 1_000, Long.MAX_VALUE})
    void ranksAreThoseOfASortedList(long range) {
        RankedValues values = new RankedValues();
        List<Long> sorted = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            // It grows, then shrinks, so that blocks are parted and put together.
            double growing = round % 2 == 0 ? 0.8 : 0.2;
            for (int step = 0; step < 3_000; step++) {
                if (sorted.isEmpty() || random.nextDouble() < growing) {
                    long value = random.nextLong(-range, range);
                    values.add(value);
                    int at = Collections.binarySearch(sorted, value);
                    sorted.add(at < 0 ? -at - 1 : at, value);
                } else {
                    values.remove(sorted.remove(random.nextInt(sorted.size())));
                }
                assertThat(values.size()).isEqualTo(sorted.size());
                if (!sorted.isEmpty()) {
                    int rank = random.nextInt(sorted.size());
                    assertThat(values.at(rank)).isEqualTo(sorted.get(rank));
                }
            }
        }
        List<Long> found = new ArrayList<>();
        for (int rank = 0; rank < values.size(); rank++) {
            found.add(values.at(rank));
        }
        assertThat(found).isEqualTo(sorted);
        values.clear();
        assertThat(values.size()).isZero();
    }

    @Test
    void whatIsNotThereCannotBeTakenAway() {
        RankedValues values = new RankedValues();
        values.add(4);
        values.remove(4);
        assertThatThrownBy(() -> values.remove(4)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void workOfAStepHardlyGrowsWithTheFrame() {
        double shortFrames = stepsOfARow(1_000);
        double longFrames = stepsOfARow(100_000);
        assertThat(longFrames).isLessThan(2 * shortFrames);
    }

    private double stepsOfARow(int frame) {
        int rows = 2 * frame;
        long[] all = random.longs(frame + rows).toArray();
        RankedValues values = new RankedValues();
        Arrays.stream(all, 0, frame).forEach(values::add);
        long before = values.steps();
        for (int row = 0; row < rows; row++) {
            values.add(all[frame + row]);
            values.remove(all[row]);
            values.at(frame / 2);
        }
        return (values.steps() - before) / (double) rows;
    }

    /** Values that only rise leave one block after another without values. */
    @Test
    void blocksWithoutValuesGo() {
        RankedValues values = new RankedValues();
        long one = 0;
        for (long base = 0; base < 1_000_000; base += 1000) {
            for (int i = 0; i <= 128; i++) {
                values.add(base + 2 * i);
            }
            for (int i = 64; i < 127; i++) {
                values.add(base + 2 * i + 1);
            }
            for (int i = 0; i < 64; i++) {
                values.remove(base + 2 * i);
            }
            one = Math.max(one, base == 0 ? values.memoryBytes() : 0);
            for (int i = 64; i <= 128; i++) {
                values.remove(base + 2 * i);
            }
            for (int i = 64; i < 127; i++) {
                values.remove(base + 2 * i + 1);
            }
        }
        assertThat(values.size()).isZero();
        assertThat(values.memoryBytes()).isLessThan(4 * one);
    }
}
