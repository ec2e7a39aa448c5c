package io.barograph.local.live;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.Expr;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Terminal;
import io.barograph.core.window.WindowEnds;
import io.barograph.core.window.WindowSpec;
import io.barograph.local.AtRest.LiveFeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What columns say about event time, followed through a feed's operators. */
final class TimeColumns {
    private TimeColumns() {}

    /** One column's part: the event time itself, or where a window of it starts or ends. */
    sealed interface TimeColumn {
        /**
         * By how many nanoseconds rows may come later than those of a table do: all of a time are there when the watermark has
         * passed it by so much, all of a window when it has passed its end. Of rows that a join held back it is not 0.
         */
        long delay();

        /** The same of rows that come by so much later. */
        TimeColumn later(long nanos);

        record EventTime(long delay) implements TimeColumn {
            @Override
            public TimeColumn later(long nanos) {
                return new EventTime(sum(delay, nanos));
            }
        }

        record WindowStart(WindowSpec window, long delay) implements TimeColumn {
            @Override
            public TimeColumn later(long nanos) {
                return new WindowStart(window, sum(delay, nanos));
            }
        }

        record WindowEnd(WindowSpec window, long delay) implements TimeColumn {
            @Override
            public TimeColumn later(long nanos) {
                return new WindowEnd(window, sum(delay, nanos));
            }
        }
    }

    /** A sum of nanoseconds, or the greatest or least time where there is none. */
    static long sum(long one, long other) {
        long sum = one + other;
        return ((one ^ sum) & (other ^ sum)) >= 0 ? sum : one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** Those of a table's columns, by its declaration. */
    static List<@Nullable TimeColumn> ofTable(TableDescription table, List<Integer> columns) {
        List<@Nullable TimeColumn> found = new ArrayList<>();
        for (int column : columns) {
            boolean isTime = table.eventTime() != null
                    && table.schema().indexOf(table.eventTime().column()) == column;
            found.add(isTime ? new TimeColumn.EventTime(0) : null);
        }
        return found;
    }

    /** Those of the columns that come out of a feed. */
    static List<@Nullable TimeColumn> behind(LiveFeed feed, List<@Nullable TimeColumn> before) {
        List<@Nullable TimeColumn> columns = before;
        for (Object step : feed.steps()) {
            if (step instanceof RowOperator.Project project) {
                columns = project(project, columns);
            } else if (step instanceof RowOperator.AssignWindow window) {
                TimeColumn time = columns.get(window.time());
                boolean ofEventTime = time instanceof TimeColumn.EventTime;
                columns = new ArrayList<>(columns);
                columns.add(ofEventTime ? new TimeColumn.WindowStart(window.window(), time.delay()) : null);
                columns.add(ofEventTime ? new TimeColumn.WindowEnd(window.window(), time.delay()) : null);
            } else if (step instanceof JoinSpec join) {
                columns = join(join, columns);
            }
        }
        return columns;
    }

    private static List<@Nullable TimeColumn> project(RowOperator.Project project, List<@Nullable TimeColumn> columns) {
        List<@Nullable TimeColumn> found = new ArrayList<>();
        for (Expr expression : project.expressions()) {
            found.add(
                    expression instanceof Expr.ColumnRef column
                            ? columns.get(column.index())
                            : end(expression, columns));
        }
        return found;
    }

    /** {@code window_start + size}, to which grouping by both ends of a window is rewritten. */
    private static @Nullable TimeColumn end(Expr expression, List<@Nullable TimeColumn> columns) {
        return expression instanceof Expr.Call call
                        && call.function().equals("+")
                        && call.arguments().get(0) instanceof Expr.ColumnRef column
                        && call.arguments().get(1) instanceof Expr.Literal size
                        && columns.get(column.index()) instanceof TimeColumn.WindowStart start
                        && size.value() instanceof Long nanos
                        && nanos == new WindowEnds(start.window()).longest()
                ? new TimeColumn.WindowEnd(start.window(), start.delay())
                : null;
    }

    /** What is known of the columns that come out of a join with a table at rest, given that of the rows that go by. */
    static <T> List<@Nullable T> join(JoinSpec join, List<@Nullable T> passing) {
        int width = join.result().size();
        List<@Nullable T> all = new ArrayList<>(
                Collections.nCopies(join.holdsLeft() ? join.left().size() : 0, null));
        all.addAll(passing);
        while (all.size() < width) {
            all.add(null);
        }
        return all.subList(0, width);
    }

    /** Those of the columns that come out of a fold, where each row has come out when its time has passed by so much. */
    static List<@Nullable TimeColumn> behind(Terminal.Fold fold, Schema input, List<@Nullable TimeColumn> before) {
        List<@Nullable TimeColumn> found = new ArrayList<>();
        boolean byWindow = WindowFoldStore.window(fold, before) != null;
        long delay = byWindow ? 0 : fold.operator().delay();
        for (int column = 0; column < fold.schema().size(); column++) {
            int from = delay == Long.MAX_VALUE ? -1 : fold.operator().passedOn(input, column);
            TimeColumn time = from < 0 ? null : before.get(from);
            // How far time has come is not told by the starts of windows.
            boolean isBounded = delay == 0 || !(time instanceof TimeColumn.WindowStart);
            // A window's rows come out together: how far time has come within it is not told.
            boolean isTold = !byWindow || fold.keys().contains(from);
            found.add(time != null && isBounded && isTold ? time.later(delay) : null);
        }
        return found;
    }

    /** Those of some columns, where the others pass rows on that may be others later. */
    static List<@Nullable TimeColumn> ofAlone(List<Integer> columns, List<@Nullable TimeColumn> before) {
        List<@Nullable TimeColumn> found = new ArrayList<>(none(before.size()));
        columns.forEach(column -> found.set(column, before.get(column)));
        return found;
    }

    /** What all of several feeds say; nothing where they differ. */
    static List<@Nullable TimeColumn> common(List<List<@Nullable TimeColumn>> feeds) {
        List<@Nullable TimeColumn> common = new ArrayList<>(feeds.get(0));
        for (List<@Nullable TimeColumn> other : feeds) {
            for (int i = 0; i < common.size(); i++) {
                TimeColumn column = common.get(i);
                if (column == null || !column.equals(other.get(i))) {
                    common.set(i, null);
                }
            }
        }
        return common;
    }

    /** Of none. */
    static List<@Nullable TimeColumn> none(int columns) {
        return Collections.nCopies(columns, null);
    }
}
