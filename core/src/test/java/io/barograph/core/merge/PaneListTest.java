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

    @Test
    void itGrowsBothWaysWithoutGaps() {
        assertThat(list.cover(5 * HOUR, 5 * HOUR + 1)).isTrue();
        assertHours(5, 6);
        assertThat(list.cover(5 * HOUR, 6 * HOUR - 1)).isTrue();
        assertHours(5, 6);
        assertThat(list.cover(5 * HOUR, 6 * HOUR)).isTrue();
        assertHours(5, 7);
        assertThat(list.cover(-3 * HOUR + 1, 3 * DAY)).isTrue();
        assertHours(-3, 73);
    }

    @Test
    void whereThereIsNoRoomForAllItCanBeginAnew() {
        long far = 2L * MOST;
        assertThat(list.cover(0, 1)).isTrue();
        assertThat(list.cover(far * HOUR, far * HOUR)).isFalse();
        assertHours(0, MOST - 1);
        assertThat(list.cover(-1, 0)).isFalse();
        assertThat(list.couldCover(far * HOUR, (far + 9) * HOUR)).isTrue();
        assertThat(list.couldCover(far * HOUR, 2 * far * HOUR)).isFalse();
        list.restart(far * HOUR, (far + 9) * HOUR);
        assertHours(far, far + 10);
    }
}
