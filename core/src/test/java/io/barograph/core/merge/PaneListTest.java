package io.barograph.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.window.Grid;
import io.barograph.core.window.Length;
import io.barograph.core.window.Panes;
import io.barograph.core.window.WindowSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PaneListTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final long DAY = 24 * HOUR;
    private static final int MOST = RowsShape.MOST_BOUNDARIES;

    private final Panes panes =
            Panes.of(new WindowSpec.Cumulate(Grid.Calendar.of(Length.ofDays(1), "UTC"), Length.elapsed(HOUR)));
    private final PaneList list = new PaneList(panes);

    /** Boundaries by the hour, from one number to another. */
    private void assertHours(long first, long last) {
        assertThat(Arrays.copyOf(list.boundaries(), list.count()))
                .hasSize((int) (last - first + 1))
                .isSorted();
        assertThat(list.boundaries()[0]).isEqualTo(first * HOUR);
        assertThat(list.boundaries()[list.count() - 1]).isEqualTo(last * HOUR);
    }

    private static long[] hours(long... numbers) {
        return Arrays.stream(numbers).map(number -> number * HOUR).toArray();
    }

    /** A list around some times. */
    private void begin(long... hours) {
        PaneList.Stretch around = list.better(hours(hours), hours.length);
        assertThat(around).isNotNull();
        list.restart(around);
    }

    @Test
    void itGrowsBothWaysWithoutGaps() {
        assertThat(list.cover(5 * HOUR, 5 * HOUR + 1)).isFalse();
        begin(5);
        assertHours(5, 6);
        assertThat(list.cover(5 * HOUR, 6 * HOUR - 1)).isTrue();
        assertHours(5, 6);
        assertThat(list.cover(5 * HOUR, 6 * HOUR)).isTrue();
        assertHours(5, 7);
        assertThat(list.cover(-3 * HOUR + 1, 3 * DAY)).isTrue();
        assertHours(-3, 73);
    }

    @Test
    void whatThereIsNoRoomForIsNotListedAndTheOtherSideIs() {
        long far = 2L * MOST;
        begin(far, far + 1);
        assertThat(list.cover(0, (far + 9) * HOUR)).isFalse();
        assertHours(far, far + 10);
        assertThat(list.cover((far - 3) * HOUR, 3 * far * HOUR)).isFalse();
        assertHours(far - 3, far + 10);
    }

    @Test
    void itBeginsAroundMostTimes() {
        long far = 2L * MOST;
        begin(far, 0, far + 2, far + 1, 3 * far);
        assertHours(far, far + 3);
    }

    @Test
    void itBeginsAnewWhereThatHoldsTwiceAsManyTimes() {
        long far = 2L * MOST;
        begin(0, 1);
        assertThat(list.better(hours(0, 1, far, far + 1), 4)).isNull();
        assertThat(list.better(hours(0, far + 4, far + 2, 4 * far), 4)).isNull();
        begin(0, far + 4, far + 2, far + 3);
        assertHours(far + 2, far + 5);
    }

    @Test
    void itHoldsAsManyAsThereIsRoomFor() {
        begin(0);
        assertThat(list.cover(-(MOST - 3L) * HOUR, 0)).isTrue();
        assertHours(-(MOST - 3L), 1);
        assertThat(list.cover(-(MOST - 3L) * HOUR, HOUR)).isTrue();
        assertThat(list.cover(-(MOST - 3L) * HOUR, 2 * HOUR)).isFalse();
        assertHours(-(MOST - 3L), 2);
        long[] apart = {-MOST / 2 + 3, 0, MOST / 2 - 3};
        PaneList.Stretch all = list.better(hours(2 * MOST + apart[0], 2 * MOST, 2 * MOST + apart[2]), 3);
        assertThat(all)
                .isEqualTo(new PaneList.Stretch(
                        (2 * MOST + apart[0]) * HOUR, 2L * MOST * HOUR, (2 * MOST + apart[2]) * HOUR));
    }
}
