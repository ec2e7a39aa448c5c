package io.barograph.local.live;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.join.AlongJoin;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.plan.AsOf;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.SideComparison;
import io.barograph.core.plan.rewrite.Conjunction;
import io.barograph.core.source.ColumnComparison.Operator;
import io.barograph.core.stage.Terminal;
import io.barograph.core.window.WindowEnds;
import io.barograph.core.window.WindowSpec;
import io.barograph.local.live.TimeColumns.TimeColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A join of two live tables in a query's network: by what times its rows come together, which says when they are all there, and how
 * long each has to be kept.
 *
 * @param along the join as a fold along the rows of both sides
 * @param time when rows of either side are ripe for it
 * @param window of both sides, where rows come together by that; null where they do by their times
 * @param output what the columns that come out say about event time
 */
record LiveJoin(AlongJoin along, FoldTime time, @Nullable WindowSpec window, List<@Nullable TimeColumn> output) {
    /** Why there is none, and the way out. */
    static String whyNot(Terminal.Join join) {
        return join.asOf() != null
                ? "an as-of join of two live tables goes along their event times: compare the columns that WATERMARK names, as"
                        + " they are in the tables or with a constant added"
                : "a join of two live tables keeps rows until none of the other table can match them, and nothing here says when"
                        + " that is: bound the distance of the columns that WATERMARK names from both sides (r.ts BETWEEN l.ts -"
                        + " INTERVAL '5' MINUTE AND l.ts + INTERVAL '5' MINUTE), join windows by window_start and window_end, or"
                        + " use ASOF JOIN";
    }

    /**
     * The join, where it is known how long its rows have to be kept; else null.
     *
     * @param left what the columns of the left side say about event time
     */
    static @Nullable LiveJoin of(
            Terminal.Join join,
            Schema leftSchema,
            Schema rightSchema,
            List<@Nullable TimeColumn> left,
            List<@Nullable TimeColumn> right) {
        Sides sides = new Sides(join, leftSchema, rightSchema, left, right);
        if (join.asOf() != null) {
            return sides.asOf(join.asOf());
        }
        LiveJoin equal = sides.ofEqualTimes();
        return equal != null ? equal : sides.ofStretch();
    }

    /**
     * Whether a row that came out may be taken back and not replaced by one of the same left row: a row that had matched nothing,
     * when a late one comes.
     */
    boolean takesRowsBack() {
        JoinKind kind = along.spec().kind();
        return along.spec().join().asOf() == null && kind != JoinKind.INNER && kind != JoinKind.SEMI;
    }

    /** A column of each side that rows come together by. */
    private record Pair(Expr.ColumnRef left, Expr.ColumnRef right) {}

    private record Sides(
            Terminal.Join join,
            Schema leftSchema,
            Schema rightSchema,
            List<@Nullable TimeColumn> left,
            List<@Nullable TimeColumn> right) {
        /** The columns, where both are of event time. */
        private @Nullable Pair pair(Expr ofLeft, Expr ofRight) {
            return ofLeft instanceof Expr.ColumnRef one
                            && left.get(one.index()) != null
                            && ofRight instanceof Expr.ColumnRef other
                            && right.get(other.index()) != null
                    ? new Pair(one, other)
                    : null;
        }

        private TimeColumn left(Pair pair) {
            return Objects.requireNonNull(left.get(pair.left().index()));
        }

        private TimeColumn right(Pair pair) {
            return Objects.requireNonNull(right.get(pair.right().index()));
        }

        @Nullable
        LiveJoin asOf(AsOf asOf) {
            SideComparison bare =
                    new SideComparison(asOf.rightTime(), Operator.LESS_OR_EQUAL, asOf.leftTime(), 0).bare();
            Pair pair = bare == null ? null : pair(bare.passing(), bare.held());
            if (bare == null || pair == null) {
                return null;
            }
            long delay = Math.max(TimeColumns.sum(behind(left(pair)), -bare.offset()), behind(right(pair)));
            boolean looksAhead = asOf.direction() != AsOf.Direction.BACKWARD;
            long out = TimeColumns.sum(TimeColumns.sum(delay, bare.offset()), looksAhead ? asOf.within() : 0);
            boolean waits = looksAhead && asOf.within() == AsOf.ANY_DISTANCE;
            List<@Nullable TimeColumn> output = new ArrayList<>(
                    waits
                            ? TimeColumns.none(left.size())
                            : later(left, pair.left().index(), out));
            output.addAll(TimeColumns.none(right.size()));
            return new LiveJoin(AlongJoin.asOf(spec(join), asOf), new FoldTime(null, delay), null, output);
        }

        /** By keys that are windows of both sides, or event times. */
        @Nullable
        LiveJoin ofEqualTimes() {
            Pair best = null;
            List<Expr> leftKeys = new ArrayList<>();
            List<Expr> rightKeys = new ArrayList<>();
            List<Expr> conditions = new ArrayList<>();
            for (int key = 0; key < join.leftKeys().size(); key++) {
                Expr ofLeft = join.leftKeys().get(key);
                Expr ofRight = join.rightKeys().get(key);
                Pair pair = pair(ofLeft, ofRight);
                if (pair == null || !isSame(left(pair), right(pair))) {
                    leftKeys.add(ofLeft);
                    rightKeys.add(ofRight);
                    continue;
                }
                // Keys that go by with time are no keys to remember.
                conditions.add(equality(pair));
                best = best == null || left(pair) instanceof TimeColumn.WindowEnd ? pair : best;
            }
            if (best == null) {
                return null;
            }
            if (join.residual() != null) {
                conditions.add(join.residual());
            }
            Terminal.Join other = new Terminal.Join(
                    join.leftBranches(),
                    join.kind(),
                    leftKeys,
                    rightKeys,
                    null,
                    Conjunction.of(conditions),
                    join.schema());
            TimeColumn time = left(best);
            long delay = Math.max(time.delay(), right(best).delay());
            WindowSpec window = window(time);
            WindowEnds ends = window != null && time instanceof TimeColumn.WindowStart ? new WindowEnds(window) : null;
            AlongJoin along = new AlongJoin(spec(other), best.left(), best.right(), ends, 0, 0);
            return window == null
                    ? new LiveJoin(along, new FoldTime(null, delay), null, output(best, delay, delay))
                    : new LiveJoin(
                            along,
                            FoldTime.of(new WindowKey(best.left().index(), window, null, delay)),
                            window,
                            outputOfWindows(window, delay));
        }

        private Expr equality(Pair pair) {
            Expr other = new Expr.ColumnRef(
                    leftSchema.size() + pair.right().index(), pair.right().type());
            return new Expr.Call("=", List.of(pair.left(), other), Type.BOOLEAN);
        }

        /** By a bound on both sides of how far times are apart. */
        @Nullable
        LiveJoin ofStretch() {
            if (join.residual() == null) {
                return null;
            }
            Map<Pair, long[]> bounds = new LinkedHashMap<>();
            for (Expr condition : Conjunction.conditions(join.residual())) {
                for (SideComparison comparison : SideComparison.of(condition, leftSchema.size(), false)) {
                    SideComparison bare = comparison.bare();
                    Pair pair = bare == null ? null : pair(bare.passing(), bare.held());
                    if (bare != null && pair != null) {
                        narrow(bounds.computeIfAbsent(pair, key -> new long[] {Long.MIN_VALUE, Long.MAX_VALUE}), bare);
                    }
                }
            }
            for (Map.Entry<Pair, long[]> bound : bounds.entrySet()) {
                long from = bound.getValue()[0];
                long to = bound.getValue()[1];
                if (from != Long.MIN_VALUE && to != Long.MAX_VALUE) {
                    Pair pair = bound.getKey();
                    long delay = Math.max(behind(left(pair)), behind(right(pair)));
                    return new LiveJoin(
                            new AlongJoin(spec(join), pair.left(), pair.right(), null, from, to),
                            new FoldTime(null, delay),
                            null,
                            output(
                                    pair,
                                    TimeColumns.sum(delay, Math.max(0, to)),
                                    TimeColumns.sum(delay, Math.max(0, -from))));
                }
            }
            return null;
        }

        private static void narrow(long[] bounds, SideComparison bare) {
            int strict = bare.orEqual() ? 0 : 1;
            if (bare.isLower()) {
                bounds[0] = Math.max(bounds[0], TimeColumns.sum(bare.offset(), strict));
            } else {
                bounds[1] = Math.min(bounds[1], TimeColumns.sum(bare.offset(), -strict));
            }
        }

        private JoinSpec spec(Terminal.Join of) {
            return new JoinSpec(of, leftSchema, rightSchema, false);
        }

        /**
         * What the columns of both sides say when rows have come out.
         *
         * @param leftOut by so much the watermark has passed the left time then
         */
        private List<@Nullable TimeColumn> output(Pair pair, long leftOut, long rightOut) {
            return both(
                    later(left, pair.left().index(), leftOut),
                    later(right, pair.right().index(), rightOut));
        }

        private List<@Nullable TimeColumn> outputOfWindows(WindowSpec window, long delay) {
            return both(ofWindows(left, window, delay), ofWindows(right, window, delay));
        }

        /** Columns that may be NULL in rows of the other side say nothing. */
        private List<@Nullable TimeColumn> both(List<@Nullable TimeColumn> ofLeft, List<@Nullable TimeColumn> ofRight) {
            List<@Nullable TimeColumn> all =
                    new ArrayList<>(join.kind().keepsRight() ? TimeColumns.none(ofLeft.size()) : ofLeft);
            if (join.kind().yieldsPairs()) {
                all.addAll(join.kind().keepsLeft() ? TimeColumns.none(ofRight.size()) : ofRight);
            } else {
                all.addAll(TimeColumns.none(join.schema().size() - ofLeft.size()));
            }
            return all;
        }
    }

    private static boolean isSame(TimeColumn left, TimeColumn right) {
        return left.getClass() == right.getClass() && Objects.equals(window(left), window(right));
    }

    private static @Nullable WindowSpec window(@Nullable TimeColumn column) {
        if (column instanceof TimeColumn.WindowStart start) {
            return start.window();
        }
        return column instanceof TimeColumn.WindowEnd end ? end.window() : null;
    }

    /** When the watermark has passed a time of the column by this, all rows of the time are there. */
    private static long behind(TimeColumn column) {
        return column instanceof TimeColumn.WindowStart start
                ? TimeColumns.sum(start.delay(), new WindowEnds(start.window()).longest())
                : column.delay();
    }

    /**
     * What columns say of rows that come out when the watermark has passed one of their times by so much. The others are no later
     * than they were, and that.
     */
    private static List<@Nullable TimeColumn> later(List<@Nullable TimeColumn> columns, int chosen, long nanos) {
        boolean isTime = columns.get(chosen) instanceof TimeColumn.EventTime;
        List<@Nullable TimeColumn> found = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            TimeColumn column = columns.get(i);
            boolean isKnown = column != null && (isTime || !(column instanceof TimeColumn.EventTime));
            if (column == null || !isKnown) {
                found.add(null);
            } else if (isTime && i == chosen) {
                found.add(new TimeColumn.EventTime(nanos));
            } else {
                found.add(column.later(TimeColumns.sum(nanos, isTime ? 0 : 1)));
            }
        }
        return found;
    }

    private static List<@Nullable TimeColumn> ofWindows(
            List<@Nullable TimeColumn> columns, WindowSpec window, long delay) {
        List<@Nullable TimeColumn> found = new ArrayList<>();
        for (TimeColumn column : columns) {
            // Of several such columns of one side, which an earlier join has brought together, one alone is that of the
            // join.
            boolean isOnly = columns.stream()
                            .filter(other -> other != null
                                    && column != null
                                    && other.getClass() == column.getClass()
                                    && window.equals(window(other)))
                            .count()
                    == 1;
            found.add(
                    column != null && isOnly && window.equals(window(column))
                            ? column.later(delay - column.delay())
                            : null);
        }
        return found;
    }
}
