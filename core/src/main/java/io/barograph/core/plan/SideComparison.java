package io.barograph.core.plan;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.rewrite.ColumnUse;
import io.barograph.core.source.ColumnComparison.Operator;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a join's condition says of a value of one side, by the order of values: {@code held operator passing + offset}. The
 * same conditions are written in many ways: {@code a.t - b.t <= 5}, {@code a.t <= b.t + 5}, {@code a.t - 5 <= b.t}.
 *
 * @param held over the columns of the one side alone; without a constant added to it
 * @param passing over those of the other, as it was written; of the same type
 * @param offset in units of the type's longs, such as nanoseconds; 0 where nothing was moved from one side to the other
 */
public record SideComparison(Expr held, Operator operator, Expr passing, long offset) {
    /** A value without the constant that is added to it. */
    private record Shifted(Expr base, long by) {}

    /**
     * The comparisons that a condition is made of: one, of BETWEEN two; none where it is something else.
     *
     * @param condition over the columns of both sides, left ones first
     * @param ofLeft whether it is the left side's values that are compared; what comes out is over each side's own columns
     */
    public static List<SideComparison> of(Expr condition, int leftWidth, boolean ofLeft) {
        if (!(condition instanceof Expr.Call call)) {
            return List.of();
        }
        Reading reading = new Reading(leftWidth, ofLeft);
        if (call.function().equals("between")) {
            SideComparison from = reading.read(call.argument(0), Operator.GREATER_OR_EQUAL, call.argument(1));
            SideComparison to = reading.read(call.argument(0), Operator.LESS_OR_EQUAL, call.argument(2));
            return from == null || to == null ? List.of() : List.of(from, to);
        }
        Operator operator = operator(call.function());
        SideComparison read = operator == null ? null : reading.read(call.argument(0), operator, call.argument(1));
        return read == null ? List.of() : List.of(read);
    }

    /** The same, with no constant added to the passing value either; null where the offset would not fit a long. */
    public @Nullable SideComparison bare() {
        Shifted shifted = shifted(passing);
        Long sum = sum(offset, shifted.by());
        return sum == null ? null : new SideComparison(held, operator, shifted.base(), sum);
    }

    /** Whether it bounds the held values from below. */
    public boolean isLower() {
        return operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL;
    }

    /** Whether equal values are among those that it lets pass. */
    public boolean orEqual() {
        return operator == Operator.LESS_OR_EQUAL || operator == Operator.GREATER_OR_EQUAL;
    }

    private static @Nullable Operator operator(String function) {
        return switch (function) {
            case "<" -> Operator.LESS;
            case "<=" -> Operator.LESS_OR_EQUAL;
            case ">" -> Operator.GREATER;
            case ">=" -> Operator.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    private static Shifted shifted(Expr value) {
        if (value instanceof Expr.Call call && call.arguments().size() == 2) {
            Expr first = call.argument(0);
            Expr second = call.argument(1);
            Long by = constant(second);
            if (call.function().equals("+") && by != null && first.type() == value.type()) {
                return new Shifted(first, by);
            } else if (call.function().equals("-")
                    && by != null
                    && by != Long.MIN_VALUE
                    && first.type() == value.type()) {
                return new Shifted(first, -by);
            }
            by = constant(first);
            if (call.function().equals("+") && by != null && second.type() == value.type()) {
                return new Shifted(second, by);
            }
        }
        return new Shifted(value, 0);
    }

    private static @Nullable Long constant(Expr expression) {
        if (expression instanceof Expr.Literal literal) {
            return literal.value() instanceof Long number ? number : null;
        }
        boolean negated = expression instanceof Expr.Call call
                && call.function().equals("-")
                && call.arguments().size() == 1;
        Long number = negated ? constant(((Expr.Call) expression).argument(0)) : null;
        return number == null || number == Long.MIN_VALUE ? null : -number;
    }

    private static @Nullable Long sum(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? null : sum;
    }

    private static boolean isOrdered(Type type, long offset) {
        return switch (type.kind()) {
            case TIMESTAMP, DATE, BIGINT, INTERVAL -> true;
            case DOUBLE -> offset == 0;
            case BOOLEAN, DECIMAL, VARCHAR -> false;
        };
    }

    /** Reads comparisons of two sides. */
    private record Reading(int leftWidth, boolean ofLeft) {
        @Nullable
        SideComparison read(Expr first, Operator operator, Expr second) {
            if (isConstant(second) && isDifference(first)) {
                Expr.Call difference = (Expr.Call) first;
                return ordered(difference.argument(0), operator, difference.argument(1), constant(second));
            } else if (isConstant(first) && isDifference(second)) {
                return read(second, operator.mirrored(), first);
            }
            return ordered(first, operator, second, 0L);
        }

        /** {@code first operator second + offset}, of two sides. */
        private @Nullable SideComparison ordered(Expr first, Operator operator, Expr second, @Nullable Long offset) {
            if (offset == null) {
                return null;
            }
            if (isOf(second, ofLeft) && isOf(first, !ofLeft)) {
                return offset == Long.MIN_VALUE ? null : held(second, operator.mirrored(), first, -offset);
            }
            return isOf(first, ofLeft) && isOf(second, !ofLeft) ? held(first, operator, second, offset) : null;
        }

        private @Nullable SideComparison held(Expr held, Operator operator, Expr passing, long offset) {
            Shifted shifted = shifted(held);
            Long sum = shifted.by() == Long.MIN_VALUE ? null : sum(offset, -shifted.by());
            Type type = shifted.base().type();
            return sum == null || type != passing.type() || !isOrdered(type, sum)
                    ? null
                    : new SideComparison(own(shifted.base(), ofLeft), operator, own(passing, !ofLeft), sum);
        }

        private boolean isDifference(Expr expression) {
            return expression instanceof Expr.Call call
                    && call.function().equals("-")
                    && call.arguments().size() == 2
                    && (call.type() == Type.INTERVAL || call.type() == Type.BIGINT)
                    && !isConstant(call.argument(0))
                    && !isConstant(call.argument(1));
        }

        private static boolean isConstant(Expr expression) {
            return constant(expression) != null;
        }

        /** Whether columns of one side are named, and no others. */
        private boolean isOf(Expr expression, boolean left) {
            BitSet columns = ColumnUse.of(expression);
            return !columns.isEmpty() && (left ? columns.length() <= leftWidth : columns.nextSetBit(0) >= leftWidth);
        }

        private Expr own(Expr expression, boolean left) {
            return left
                    ? expression
                    : ColumnUse.replace(
                            expression, column -> new Expr.ColumnRef(column.index() - leftWidth, column.type()));
        }
    }
}
