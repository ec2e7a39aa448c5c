package io.barograph.local.live;

import io.barograph.core.plan.Plan;
import io.barograph.core.stage.Terminal;
import io.barograph.core.window.WindowEnds;
import io.barograph.local.live.TimeColumns.TimeColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fold's rows are ordered by, where it is event time: then it is known when nothing comes before a row any more.
 *
 * @param window that the column tells the start or the end of; null where it is the event time itself
 */
record FoldTime(@Nullable WindowKey window) {
    /** Null where rows are ordered by something else, or backwards. */
    static @Nullable FoldTime of(Terminal.Fold fold, List<@Nullable TimeColumn> columns) {
        if (fold.order().isEmpty()) {
            return null;
        }
        Plan.SortKey first = fold.order().get(0);
        TimeColumn column = columns.get(first.column());
        if (column == null || first.descending() || first.nullsFirst()) {
            return null;
        } else if (column instanceof TimeColumn.WindowEnd end) {
            return new FoldTime(new WindowKey(first.column(), end.window(), null));
        } else if (column instanceof TimeColumn.WindowStart start) {
            return new FoldTime(new WindowKey(first.column(), start.window(), new WindowEnds(start.window())));
        }
        return new FoldTime(null);
    }

    /** When a row of this time is ripe, as a window is that ends then. */
    long ripeAt(long time) {
        if (window != null) {
            return window.end(time);
        }
        return time == Long.MAX_VALUE ? time : time + 1;
    }

    /** Tells which rows come too late for it. */
    void addTo(Retirement retirement) {
        if (window != null) {
            retirement.add(window);
        } else {
            retirement.addRows();
        }
    }
}
