package io.barograph.core.expr;

import io.barograph.core.column.Type;

/**
 * The six comparisons. Since every type is totally ordered (NaN included), three loops do: equal, less, less or equal,
 * each perhaps negated.
 */
enum Comparison {
    EQUAL(Shape.EQUAL, false),
    NOT_EQUAL(Shape.EQUAL, true),
    LESS(Shape.LESS, false),
    LESS_OR_EQUAL(Shape.LESS_OR_EQUAL, false),
    GREATER(Shape.LESS_OR_EQUAL, true),
    GREATER_OR_EQUAL(Shape.LESS, true);

    /** What a loop computes. */
    enum Shape {
        EQUAL,
        LESS,
        LESS_OR_EQUAL
    }

    private final Shape shape;
    private final boolean negated;

    Comparison(Shape shape, boolean negated) {
        this.shape = shape;
        this.negated = negated;
    }

    Shape shape() {
        return shape;
    }

    /** Whether the loop's answer is to be turned round. */
    boolean negated() {
        return negated;
    }

    /** The comparison that says the same with its sides exchanged. */
    Comparison mirrored() {
        return switch (this) {
            case EQUAL, NOT_EQUAL -> this;
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        };
    }

    /** A kernel for columns of these types: equal ones, or any two numbers. */
    Kernel kernel(Type left, Type right) {
        if (left.isDecimal() || right.isDecimal()) {
            return new DecimalComparison(this, left, right);
        }
        if (left != right) {
            return left == Type.BIGINT ? new ExactComparison(this, 0, 1) : new ExactComparison(mirrored(), 1, 0);
        }
        return switch (left.kind()) {
            case BOOLEAN -> new BooleanComparison(this);
            case DOUBLE -> new DoubleComparison(this);
            case VARCHAR -> new VarcharComparison(this);
            default -> new LongComparison(this);
        };
    }
}
