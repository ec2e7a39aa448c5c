package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AsOf;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.SideComparison;
import io.barograph.core.plan.rewrite.ColumnUse;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Binds the condition of {@code a ASOF JOIN b ON …}: equalities; one comparison of a time of each side, which says on which
 * side of its time a row of {@code a} looks for one of {@code b}, or {@code NEAREST(a.t, b.t)} for both; perhaps one more
 * comparison, of how far away it may be; and conditions on one side alone.
 */
final class AsOfBinder {
    private static final String USAGE = "a ASOF JOIN b ON a.key = b.key AND a.time >= b.time";

    private static final Set<SqlKind> COMPARISONS = EnumSet.of(
            SqlKind.LESS_THAN, SqlKind.LESS_THAN_OR_EQUAL, SqlKind.GREATER_THAN, SqlKind.GREATER_THAN_OR_EQUAL);

    private final QueryBinder queries;
    private final ParsedQuery query;
    private final Relation left;
    private final Relation right;
    private final ExpressionBinder binder;
    private final int width;
    private final List<Expr> rest = new ArrayList<>();
    private final List<Time> times = new ArrayList<>();
    private @Nullable AsOf nearest;

    /**
     * A comparison of right times with left ones.
     *
     * @param isOfTimes whether it is written as one: not as one of their difference
     * @param node where it is written
     */
    private record Time(SideComparison comparison, boolean isOfTimes, SqlNode node) {}

    AsOfBinder(QueryBinder queries, Relation left, Relation right) {
        this.queries = queries;
        this.query = queries.query();
        this.left = left;
        this.right = right;
        this.width = left.columns().size();
        this.binder = new ExpressionBinder(
                queries, JoinBinder.both(left, right, Plan.Join.on(left.plan(), right.plan(), JoinKind.INNER, null)));
    }

    /** The join by a condition. */
    Plan on(JoinKind kind, SqlNode condition) {
        for (SqlNode node : ExpressionBinder.conjuncts(condition)) {
            if (!takesNearest(node)) {
                Expr times = comparisonOfUntyped(node);
                place(times == null ? binder.condition(node, "ON") : times, node);
            }
        }
        return joined(kind, condition);
    }

    /** The join by columns of which the last is the time, and the others are equal. */
    Plan using(JoinKind kind, List<SqlIdentifier> names, int[] leftColumns, int[] rightColumns) {
        for (int i = 0; i < leftColumns.length; i++) {
            SqlIdentifier name = names.get(i);
            List<Expr> both = List.of(binder.reference(leftColumns[i]), binder.reference(width + rightColumns[i]));
            boolean isTime = i + 1 == leftColumns.length;
            place(
                    binder.calls().call(name, isTime ? ">=" : "=", isTime ? timed(both) : both, List.of(name, name)),
                    name);
        }
        return joined(kind, names.get(names.size() - 1));
    }

    /** Binds {@code NEAREST(a.t, b.t)} or {@code NEAREST(a.t, b.t, tolerance)}, in either order of the sides. */
    private boolean takesNearest(SqlNode node) {
        if (!(node instanceof SqlBasicCall call)
                || !call.getOperator().getName().equalsIgnoreCase("nearest")) {
            return false;
        }
        if (call.operandCount() < 2 || call.operandCount() > 3) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    call,
                    "write NEAREST(a.time, b.time) or NEAREST(a.time, b.time, tolerance)");
        }
        AsOf bare = asOf(AsOf.Direction.NEAREST, time(call.operand(0), call.operand(1), call), true);
        if (nearest != null) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT, call, "an as-of join goes along one NEAREST, and this is a second one");
        }
        nearest = call.operandCount() == 3 ? within(bare, distance(call.operand(2), bare)) : bare;
        return true;
    }

    private SideComparison time(SqlNode first, SqlNode second, SqlCall call) {
        List<Expr> both = timed(List.of(binder.bind(first), binder.bind(second)));
        Expr comparison = binder.calls().call(call, "<=", both, List.of(first, second));
        List<SideComparison> read = SideComparison.of(comparison, width, false);
        if (read.isEmpty()) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    call,
                    "NEAREST compares a time of the left table with one of the right; write NEAREST(a.time, b.time)");
        }
        return read.get(0);
    }

    /** A comparison of two {@linkplain UntypedColumns columns of which no value was seen}, of times then; else null. */
    private @Nullable Expr comparisonOfUntyped(SqlNode node) {
        if (!COMPARISONS.contains(node.getKind())) {
            return null;
        }
        List<SqlNode> operands = ((SqlCall) node).getOperandList();
        List<Expr> both = operands.stream().map(binder::bind).toList();
        List<Expr> times = timed(both);
        return times == both
                ? null
                : binder.calls().call(node, ((SqlCall) node).getOperator().getName(), times, operands);
    }

    /** What a join goes along: where nothing tells of which type two sides are, they are TIMESTAMPs. */
    private List<Expr> timed(List<Expr> sides) {
        return sides.stream().allMatch(binder.calls()::isUntyped)
                ? sides.stream()
                        .map(side -> binder.calls().as(Type.TIMESTAMP, side))
                        .toList()
                : sides;
    }

    private long distance(SqlNode node, AsOf along) {
        Expr value = binder.bind(node);
        Type type = along.leftTime().type() == Type.TIMESTAMP ? Type.INTERVAL : Type.BIGINT;
        Object known = value.type() == type && Constants.isConstant(value)
                ? Constants.evaluate(value).value()
                : null;
        if (along.leftTime().type() == Type.DOUBLE || !(known instanceof Long distance) || distance < 0) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    node,
                    type == Type.INTERVAL
                            ? "the tolerance must be a constant interval that is not negative, such as INTERVAL '5' MINUTE"
                            : "the tolerance must be a constant whole number that is not negative"
                                    + doubles(along.leftTime().type()));
        }
        return distance;
    }

    private static String doubles(Type type) {
        return type == Type.DOUBLE
                ? ", and times of DOUBLE have none; make them TIMESTAMPs, as to_timestamp(seconds) does"
                : "";
    }

    private void place(Expr condition, SqlNode node) {
        if (!isMixed(condition)) {
            rest.add(condition);
            return;
        }
        if (condition instanceof Expr.Call call && isEquality(call)) {
            rest.add(condition);
            return;
        }
        List<SideComparison> read = SideComparison.of(condition, width, false);
        if (read.isEmpty()) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    node,
                    "an as-of join is by equalities and by one comparison of times, " + USAGE
                            + ", with conditions on one side alone; filter what it finds with WHERE");
        }
        for (SideComparison comparison : read) {
            SideComparison bare = comparison.bare();
            if (bare == null) {
                throw query.error(ErrorCode.INVALID_ARGUMENT, node, "this distance is too great");
            }
            boolean ofTimes = condition instanceof Expr.Call call
                    && call.arguments().stream().noneMatch(this::isMixed);
            times.add(new Time(bare, ofTimes, node));
        }
    }

    /** Whether columns of both sides are named. */
    private boolean isMixed(Expr expression) {
        BitSet columns = ColumnUse.of(expression);
        return columns.length() > width && columns.nextSetBit(0) < width;
    }

    /** Whether a value of one side has to be equal to one of the other, and both can be keys. */
    private boolean isEquality(Expr.Call call) {
        if (!call.function().equals("=")) {
            return false;
        }
        boolean apart = call.arguments().stream().noneMatch(this::isMixed);
        boolean inexact = call.argument(0).type().isDecimal()
                        && call.argument(1).type() == Type.DOUBLE
                || call.argument(1).type().isDecimal() && call.argument(0).type() == Type.DOUBLE;
        return apart && !inexact;
    }

    private Plan joined(JoinKind kind, SqlNode condition) {
        Time first = nearest == null ? first() : null;
        AsOf along = nearest;
        if (first != null) {
            SideComparison said = first.comparison();
            along = asOf(said.isLower() ? AsOf.Direction.FORWARD : AsOf.Direction.BACKWARD, said, said.orEqual());
        }
        if (along == null) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    times.isEmpty() ? condition : times.get(0).node(),
                    "an as-of join needs a comparison of a time of each table: " + USAGE
                            + "; for the nearest on either side NEAREST(a.time, b.time, INTERVAL '5' MINUTE)");
        }
        for (Time time : times) {
            if (time != first) {
                along = tolerating(along, time);
            }
        }
        Expr all = rest.isEmpty()
                ? null
                : rest.size() == 1 ? rest.get(0) : binder.calls().call(condition, "and", rest, List.of());
        return Plan.Join.on(left.plan(), right.plan(), kind, all).along(along);
    }

    /** The comparison that the join goes along: of the times as they are, or the only one; null where there is none. */
    private @Nullable Time first() {
        return times.stream()
                .filter(time -> time.comparison().offset() == 0 || times.size() == 1 && time.isOfTimes())
                .findFirst()
                .orElse(null);
    }

    /** The ties are those columns that the condition names; whoever binds the whole query adds the others. */
    private AsOf asOf(AsOf.Direction direction, SideComparison comparison, boolean orEqual) {
        List<Integer> ties = binder.names().named().stream()
                .filter(column -> column >= width)
                .mapToObj(column -> column - width)
                .toList();
        Expr leftTime = shifted(comparison.passing(), comparison.offset());
        return new AsOf(direction, leftTime, comparison.held(), orEqual, AsOf.ANY_DISTANCE, ties);
    }

    private static Expr shifted(Expr time, long offset) {
        Type type = time.type() == Type.TIMESTAMP || time.type() == Type.INTERVAL ? Type.INTERVAL : Type.BIGINT;
        return offset == 0 ? time : new Expr.Call("+", List.of(time, new Expr.Literal(type, offset)), time.type());
    }

    /** The join with a bound of its distance: on the side on which it looks, of the very times that it goes along. */
    private AsOf tolerating(AsOf along, Time time) {
        SideComparison bound = time.comparison();
        boolean back = along.direction() == AsOf.Direction.BACKWARD;
        boolean same = bound.held().equals(along.rightTime()) && bound.passing().equals(along.leftTime());
        long distance = back ? -bound.offset() : bound.offset();
        if (along.direction() == AsOf.Direction.NEAREST || !same || bound.isLower() != back || distance < 0) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    time.node(),
                    "beside its comparison of times, an as-of join takes a bound of their distance alone: "
                            + "AND a.time - b.time <= INTERVAL '5' MINUTE; filter what it finds with WHERE");
        }
        long most = bound.orEqual() ? distance : distance - 1;
        return along.within() == AsOf.ANY_DISTANCE
                ? within(along, most)
                : within(along, Math.min(along.within(), most));
    }

    private static AsOf within(AsOf along, long distance) {
        return new AsOf(
                along.direction(), along.leftTime(), along.rightTime(), along.orEqual(), distance, along.ties());
    }

    /** What may not be joined as of a time. */
    static BarographException refused(ParsedQuery query, SqlNode node, String what) {
        return query.error(ErrorCode.NOT_SUPPORTED, node, what + "; there are ASOF JOIN and ASOF LEFT JOIN: " + USAGE);
    }
}
