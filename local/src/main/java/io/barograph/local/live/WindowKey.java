package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.window.WindowEnds;
import io.barograph.core.window.WindowSpec;
import io.barograph.local.live.TimeColumns.TimeColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The column among a merge's keys that says which window a row belongs to.
 *
 * @param column index among the merge's input
 * @param starts how windows end that start there; null where the column is their end
 * @param delay by so much more than its end the watermark has to have passed a window for its rows to be there; see {@link
 *     TimeColumn#delay}
 */
record WindowKey(int column, WindowSpec window, @Nullable WindowEnds starts, long delay) {
    /** The end of what has none: groups by no window. */
    static final long NO_END = Long.MAX_VALUE;

    /** Null where no key is a window's. */
    static @Nullable WindowKey of(List<Integer> keys, List<@Nullable TimeColumn> columns) {
        WindowKey start = null;
        for (int key : keys) {
            TimeColumn column = columns.get(key);
            if (column instanceof TimeColumn.WindowEnd end) {
                return new WindowKey(key, end.window(), null, end.delay());
            } else if (column instanceof TimeColumn.WindowStart window) {
                start = new WindowKey(key, window.window(), new WindowEnds(window.window()), window.delay());
            }
        }
        return start;
    }

    /** Whether some keys are named as those of a window are, whatever they are. */
    static boolean looksLikeOne(Schema input, List<Integer> keys) {
        return keys.stream()
                .map(input::name)
                .anyMatch(name -> name.equals("window_start") || name.equals("window_end"));
    }

    /** Whether the column is the windows' end. */
    boolean isEnd() {
        return starts == null;
    }

    /** Where the window of a row begins or ends: what tells windows apart. */
    long[] values(Batch batch) {
        return ((LongColumn) batch.column(column)).values();
    }

    /** When the watermark has passed the window of a row that has this value: its end, and the delay. */
    long end(long value) {
        return TimeColumns.sum(starts == null ? value : starts.end(value), delay);
    }
}
