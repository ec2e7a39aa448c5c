package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.window.Grid;
import java.util.List;

/**
 * Keys of a merge that are tumbling windows which nobody has assigned yet: rows bring a time in place of them, and whoever finds their
 * groups rounds it down.
 *
 * @param start the key that a window starts at, by its position among the keys
 * @param ends keys that it ends at, by theirs
 * @param cells the windows; a time is at least the size of one away from the ends of what TIMESTAMP holds
 */
public record TumbledKeys(int start, List<Integer> ends, Grid.Elapsed cells) {
    public TumbledKeys {
        ends = List.copyOf(ends);
    }

    /** @param word of a device's keys that has the start */
    RowsShape.TumblingWindow window(int word) {
        return new RowsShape.TumblingWindow(word, cells.nanos(), Math.floorMod(cells.origin(), cells.nanos()));
    }

    /** Whether a time is so far from the ends of what TIMESTAMP holds that its window can be named, and the ones beside it. */
    public boolean mayHold(long least, long greatest) {
        return least >= Long.MIN_VALUE + cells.nanos() && greatest <= Long.MAX_VALUE - cells.nanos();
    }
}
