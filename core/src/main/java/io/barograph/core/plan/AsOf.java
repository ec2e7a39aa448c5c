package io.barograph.core.plan;

import io.barograph.core.expr.Expr;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What makes a {@link Plan.Join} go along time: of the right rows that match by their keys, a left row meets the nearest in
 * time, or none. A NULL time meets nothing. Immutable.
 *
 * <p>Right rows of one key and time are ordered by {@code ties}, ascending, NULL last. Looking back the last of them is met,
 * as whoever goes along the rows has seen it last; looking ahead the first.
 *
 * @param leftTime over the left input's columns: a TIMESTAMP, DATE, BIGINT or DOUBLE
 * @param rightTime over the right input's columns, of the same type
 * @param orEqual whether a right row of the very same time is met
 * @param within the greatest distance of the two times: nanoseconds of TIMESTAMPs, else a difference of BIGINTs; negative
 *     where any will do
 * @param ties indexes of the right input's columns, ascending
 */
public record AsOf(
        Direction direction, Expr leftTime, Expr rightTime, boolean orEqual, long within, List<Integer> ties) {
    /** Where the right rows that a left row may meet are. */
    public enum Direction {
        /** Before it: the last one that was. */
        BACKWARD,
        /** After it: the first one to come. */
        FORWARD,
        /** On either side; of two as far away the earlier. */
        NEAREST
    }

    /** No bound of the distance. */
    public static final long ANY_DISTANCE = -1;

    public AsOf {
        ties = List.copyOf(ties);
    }

    /** The same, with its expressions over columns that have moved. */
    public AsOf moved(UnaryOperator<Expr> left, UnaryOperator<Expr> right) {
        List<Integer> moved = ties.stream()
                .map(column -> right.apply(new Expr.ColumnRef(column, rightTime.type())))
                .map(column -> ((Expr.ColumnRef) column).index())
                .toList();
        return new AsOf(direction, left.apply(leftTime), right.apply(rightTime), orEqual, within, moved);
    }

    /** The same, where rows of equal time are told apart by these columns of the right input. */
    public AsOf withTies(List<Integer> columns) {
        return new AsOf(direction, leftTime, rightTime, orEqual, within, columns);
    }

    /** Canonical: part of a plan's fingerprint. */
    @Override
    public String toString() {
        return direction.name().toLowerCase(Locale.ROOT) + " " + leftTime + (orEqual ? " or equal " : " ") + rightTime
                + (within == ANY_DISTANCE ? "" : " within " + within) + " ties " + ties;
    }

    // Written out for the reason that Expr gives.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AsOf that
                && direction == that.direction
                && leftTime.equals(that.leftTime)
                && rightTime.equals(that.rightTime)
                && orEqual == that.orEqual
                && within == that.within
                && ties.equals(that.ties);
    }

    @Override
    public int hashCode() {
        return 31 * leftTime.hashCode() + rightTime.hashCode();
    }
}
