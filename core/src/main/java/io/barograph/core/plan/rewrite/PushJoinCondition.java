package io.barograph.core.plan.rewrite;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a join's condition apart. What names one side only filters that side, unless that side's rows come out unmatched
 * too; an equality between the sides becomes a key; the rest stays. Of a join along time, whose right rows are chosen among
 * those that the condition lets pass, the same is true.
 */
final class PushJoinCondition implements PlanRule {
    @Override
    public Plan apply(Plan plan) {
        if (!(plan instanceof Plan.Join join) || join.residual() == null) {
            return plan;
        }
        Parts parts = new Parts(join);
        for (Expr condition : Conjunction.conditions(join.residual())) {
            parts.place(condition);
        }
        return parts.placed() ? parts.join() : plan;
    }

    /** Whether a left row that no condition on the left lets pass cannot come out. */
    private static boolean filtersLeft(JoinKind kind) {
        return kind == JoinKind.INNER || kind == JoinKind.SEMI || kind == JoinKind.RIGHT;
    }

    private static final class Parts {
        private final Plan.Join join;
        private final int leftWidth;
        private final List<Expr> left = new ArrayList<>();
        private final List<Expr> right = new ArrayList<>();
        private final List<Expr> leftKeys;
        private final List<Expr> rightKeys;
        private final List<Expr> rest = new ArrayList<>();
        private boolean placed;

        Parts(Plan.Join join) {
            this.join = join;
            this.leftWidth = join.left().schema().size();
            this.leftKeys = new ArrayList<>(join.leftKeys());
            this.rightKeys = new ArrayList<>(join.rightKeys());
        }

        boolean placed() {
            return placed;
        }

        void place(Expr condition) {
            boolean known = true;
            if (isLeft(condition) && filtersLeft(join.kind())) {
                left.add(condition);
            } else if (isRight(condition) && !join.kind().keepsRight()) {
                right.add(onRight(condition, leftWidth));
            } else if (!isKey(condition)) {
                rest.add(condition);
                known = false;
            }
            placed |= known;
        }

        private boolean isKey(Expr condition) {
            if (!(condition instanceof Expr.Call call) || !call.function().equals("=")) {
                return false;
            }
            boolean swapped = isRight(call.argument(0));
            Expr leftKey = call.argument(swapped ? 1 : 0);
            Expr rightKey = call.argument(swapped ? 0 : 1);
            if (ColumnUse.of(leftKey).isEmpty() || !isLeft(leftKey) || !isRight(rightKey)) {
                return false;
            }
            return addKey(leftKey, onRight(rightKey, leftWidth));
        }

        /** Keys are of one type, or BIGINT and DOUBLE; others are read as one type that tells any two values apart. */
        private boolean addKey(Expr left, Expr right) {
            if (left.type() == right.type() || isBinary(left.type()) && isBinary(right.type())) {
                leftKeys.add(left);
                rightKeys.add(right);
                return true;
            }
            Type exact = exactType(left.type(), right.type());
            if (exact == null) {
                return false;
            }
            leftKeys.add(readAs(left, exact));
            rightKeys.add(readAs(right, exact));
            return true;
        }

        private static boolean isBinary(Type type) {
            return type == Type.BIGINT || type == Type.DOUBLE;
        }

        /**
         * The type in which values of two types are equal exactly if they are: null where there is none. A number that a
         * DECIMAL of the larger scale cannot hold is greater than all that the other side has; so it may become NULL.
         */
        private static @Nullable Type exactType(Type left, Type right) {
            if (left.isDecimal() && right.isDecimal()) {
                return Type.decimal(Type.MAX_PRECISION, Math.max(left.scale(), right.scale()));
            }
            if (left.isDecimal() && right == Type.BIGINT || left == Type.BIGINT && right.isDecimal()) {
                return Type.decimal(Type.MAX_PRECISION, left.isDecimal() ? left.scale() : right.scale());
            }
            boolean times =
                    left == Type.TIMESTAMP && right == Type.DATE || left == Type.DATE && right == Type.TIMESTAMP;
            return times ? Type.TIMESTAMP : null;
        }

        private static Expr readAs(Expr key, Type type) {
            return key.type() == type ? key : new Expr.Call("try_cast", List.of(key), type);
        }

        /** Whether no right column is named; perhaps none at all. */
        private boolean isLeft(Expr expression) {
            return ColumnUse.of(expression).length() <= leftWidth;
        }

        /** Whether right columns are named, and no others. */
        private boolean isRight(Expr expression) {
            BitSet columns = ColumnUse.of(expression);
            return columns.nextSetBit(0) >= leftWidth;
        }

        Plan join() {
            return new Plan.Join(
                    filtered(join.left(), left),
                    filtered(join.right(), right),
                    join.kind(),
                    leftKeys,
                    rightKeys,
                    join.asOf(),
                    rest.isEmpty() ? null : Conjunction.of(rest),
                    join.schema());
        }
    }

    /** An expression over the join's columns, all on the right, as one over the right input's. */
    static Expr onRight(Expr expression, int leftWidth) {
        return ColumnUse.replace(
                expression, reference -> new Expr.ColumnRef(reference.index() - leftWidth, reference.type()));
    }

    static Plan filtered(Plan plan, List<Expr> conditions) {
        return conditions.isEmpty() ? plan : new Plan.Filter(plan, Conjunction.of(conditions));
    }

    /** Both conditions as one; the second may be null. */
    static Expr and(List<Expr> conditions, @Nullable Expr more) {
        List<Expr> all = more == null ? new ArrayList<>() : new ArrayList<>(Conjunction.conditions(more));
        all.addAll(conditions);
        return Conjunction.of(all);
    }
}
