package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AsOf;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.rewrite.ColumnUse;
import java.util.Objects;

/**
 * Chooses, of two pairs that an as-of join has found for one passing row among different held rows, the one that it finds
 * among all of them. Belongs to one thread.
 */
public final class AsOfChoice {
    private final AsOf asOf;
    private final Distances distances;
    private final TieOrder ties;
    private final Side first;
    private final Side second;

    /** @param spec of a join along time, whose pairs come in batches of its columns */
    public AsOfChoice(JoinSpec spec, EvaluationContext context) {
        asOf = Objects.requireNonNull(spec.join().asOf());
        int width = spec.left().size();
        Schema pairs = Plan.Join.schemaOf(JoinKind.INNER, spec.left(), spec.right());
        distances = new Distances(asOf.leftTime().type());
        ties = new TieOrder(asOf.ties().stream().map(column -> width + column).toList());
        Expr time = ColumnUse.replace(
                asOf.rightTime(), column -> new Expr.ColumnRef(width + column.index(), column.type()));
        first = new Side(new OrderedValues(time, pairs, context), new OrderedValues(asOf.leftTime(), pairs, context));
        second = new Side(new OrderedValues(time, pairs, context), new OrderedValues(asOf.leftTime(), pairs, context));
    }

    private static final class Side {
        private final OrderedValues times;
        private final OrderedValues passing;
        private Batch pairs = new Batch(new Column[0], 0);

        Side(OrderedValues times, OrderedValues passing) {
            this.times = times;
            this.passing = passing;
        }

        void begin(Batch batch) {
            pairs = batch;
            times.compute(batch);
            passing.compute(batch);
        }
    }

    /** Takes the pairs that the first rows are of. */
    public void beginFirst(Batch batch) {
        first.begin(batch);
    }

    /** Takes the pairs that the second rows are of. */
    public void beginSecond(Batch batch) {
        second.begin(batch);
    }

    /** Whether a second pair is the one to choose, rather than a first pair of the same passing row. */
    public boolean isSecond(int firstRow, int secondRow) {
        long one = first.times.values()[firstRow];
        long other = second.times.values()[secondRow];
        long time = first.passing.values()[firstRow];
        if (one == other) {
            int order = ties.compare(first.pairs, firstRow, second.pairs, secondRow);
            return looksBack(one, time) ? order < 0 : order > 0;
        }
        boolean earlier = other < one;
        boolean back = asOf.direction() == AsOf.Direction.NEAREST
                ? isNearestBefore(Math.min(one, other), time, Math.max(one, other))
                : asOf.direction() == AsOf.Direction.FORWARD;
        return earlier == back;
    }

    /** Whether the earlier of two times is the nearer one. */
    private boolean isNearestBefore(long earlier, long time, long later) {
        if (later <= time) {
            return false;
        }
        return earlier >= time || distances.isEarlierNear(earlier, time, later);
    }

    private boolean looksBack(long found, long time) {
        return asOf.direction() == AsOf.Direction.BACKWARD
                || asOf.direction() == AsOf.Direction.NEAREST && found <= time;
    }
}
