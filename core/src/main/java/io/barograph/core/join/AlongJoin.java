package io.barograph.core.join;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AsOf;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.Terminal;
import io.barograph.core.window.WindowEnds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A join both of whose sides go by, each in the order of a time, so that it is a fold: tagged rows of one key in the order of
 * time. What a side has to keep is what rows of the other can still reach. Immutable.
 *
 * <p>Rows without a time, and those of which a key is NULL, meet nothing; {@link AlongEntry} sees to them.
 *
 * @param spec the join, with the keys that bring rows together; the right side counts as the one held
 * @param leftTime over the left columns: what left rows are in the order of, a TIMESTAMP
 * @param rightTime over the right columns
 * @param ends how windows end whose starts these times are, rows being in the order of their ends; null where the times are what rows
 *     are in the order of
 * @param from the least distance in nanoseconds, right time less left time, of rows that match; of a join as of a time without meaning
 * @param to the greatest one
 */
public record AlongJoin(
        JoinSpec spec,
        Expr leftTime,
        Expr rightTime,
        @Nullable WindowEnds ends,
        long from,
        long to) {
    /** A join as of a time. */
    public static AlongJoin asOf(JoinSpec spec, AsOf asOf) {
        return new AlongJoin(spec, asOf.leftTime(), asOf.rightTime(), null, 0, 0);
    }

    /** The fold, for one thread. What comes out are the join's rows, as a bag. */
    public Terminal.Fold fold(EvaluationContext context) {
        AlongRows rows = new AlongRows(spec);
        return new Terminal.Fold(rows.keys(), order(rows), new AlongOperator(this, context), spec.result());
    }

    /** The columns of the rows that the fold goes along. */
    public Schema rows() {
        return new AlongRows(spec).schema();
    }

    /**
     * Where among {@link #rows} a key is that brings rows together.
     *
     * @param number of the key, from 0
     * @return its column; of a DECIMAL the first of the two that carry it
     */
    public int key(int number) {
        AlongRows rows = new AlongRows(spec);
        return rows.values()
                + JoinSpec.columnTypes(spec.keyTypes().subList(0, number)).size();
    }

    /** Takes rows of a side to where they meet those of the other. For one thread. */
    public AlongEntry newEntry(boolean isLeft, EvaluationContext context) {
        return new AlongEntry(this, isLeft, context);
    }

    /**
     * Rows of equal time so that whoever goes along them has seen what counts: looking back, right rows come first where one of
     * the very same time is met, and right rows of a key and time come in the order of the columns that the query names.
     */
    private List<Plan.SortKey> order(AlongRows rows) {
        AsOf asOf = spec.join().asOf();
        boolean leftFirst = asOf != null && (asOf.direction() == AsOf.Direction.FORWARD) == asOf.orEqual();
        List<Plan.SortKey> order = new ArrayList<>();
        order.add(new Plan.SortKey(rows.time(), false, false));
        order.add(new Plan.SortKey(rows.isLeft(), leftFirst, false));
        if (asOf != null) {
            asOf.ties().forEach(column -> order.add(new Plan.SortKey(rows.slot(false, column), false, false)));
        }
        return order;
    }

    JoinKind kind() {
        return spec.kind();
    }

    /** Whether a row of a side that meets nothing comes out all the same. */
    boolean keepsAlone(boolean isLeft) {
        return isLeft ? kind().keepsLeft() || kind() == JoinKind.ANTI || kind() == JoinKind.MARK : kind().keepsRight();
    }
}
