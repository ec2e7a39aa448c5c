package io.barograph.local.live;

import io.barograph.core.plan.Plan;
import io.barograph.core.stage.Terminal;
import io.barograph.core.window.WindowEnds;
import io.barograph.local.LiveFold;
import io.barograph.local.live.TimeColumns.TimeColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fold's rows are ordered by, where it is event time: then it is known when nothing comes before a row any more.
 *
 * @param window that the column tells the start or the end of; null where it is the event time itself
 * @param delay of the event time, as {@link TimeColumn#delay} says
 */
record FoldTime(@Nullable WindowKey window, long delay) implements LiveFold.Ripeness {
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
            return of(new WindowKey(first.column(), end.window(), null, end.delay()));
        } else if (column instanceof TimeColumn.WindowStart start) {
            return of(new WindowKey(first.column(), start.window(), new WindowEnds(start.window()), start.delay()));
        }
        return new FoldTime(null, column.delay());
    }

    /** By windows. */
    static FoldTime of(WindowKey window) {
        return new FoldTime(window, window.delay());
    }

    /** As a window is that ends then. */
    @Override
    public long ripeAt(long time) {
        return window == null ? TimeColumns.sum(time, TimeColumns.sum(delay, 1)) : window.end(time);
    }

    /** Where windows are told by their starts, their lengths may differ: it is not said. */
    @Override
    public long passedAt(long upTo) {
        if (window == null) {
            return TimeColumns.sum(upTo, -delay);
        }
        return window.isEnd() ? TimeColumns.sum(TimeColumns.sum(upTo, -delay), 1) : Long.MIN_VALUE;
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
