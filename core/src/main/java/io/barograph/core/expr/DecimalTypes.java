package io.barograph.core.expr;

import io.barograph.core.column.Type;
import io.barograph.core.column.Widening;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which DECIMAL the result of an operator is. With precisions p and scales s of both sides, w = p - s being digits before
 * the point, and never more than 38 digits in all:
 *
 * <ul>
 *   <li>{@code + -}: scale max(s1, s2), digits before the point max(w1, w2) + 1
 *   <li>{@code *}: scale s1 + s2, digits before the point w1 + w2
 *   <li>{@code /}: scale max(6, s1 + p2 + 1), digits before the point w1 + s2 (the rule of SQL Server, Flink and Spark)
 *   <li>{@code %}: scale max(s1, s2), digits before the point min(w1, w2)
 * </ul>
 *
 * <p>Where that is more than 38 digits, sums keep their scale and products keep as much of theirs as there is room for; a
 * quotient's scale gives way to the digits before the point, down to 6. A BIGINT counts as DECIMAL(19,0).
 */
final class DecimalTypes {
    private static final int LEAST_QUOTIENT_SCALE = 6;

    private DecimalTypes() {}

    /** Two numbers, one a DECIMAL and none a DOUBLE, that a kernel sees as DECIMALs. */
    static Overload.Rule operator(BinaryOperator<Type> result) {
        return (arguments, widen) -> {
            if (arguments.size() != 2 || !areExact(arguments)) {
                return null;
            }
            Type left = Widening.asDecimal(arguments.get(0));
            Type right = Widening.asDecimal(arguments.get(1));
            return new Overload.Signature(List.of(left, right), result.apply(left, right));
        };
    }

    /** Two numbers of which one is a DECIMAL, as they are; the result is a BOOLEAN. */
    static Overload.Rule comparison() {
        return (arguments, widen) -> arguments.size() == 2
                        && arguments.stream().allMatch(Type::isNumeric)
                        && arguments.stream().anyMatch(Type::isDecimal)
                ? new Overload.Signature(arguments, Type.BOOLEAN)
                : null;
    }

    /** One DECIMAL. */
    static Overload.Rule unary(UnaryOperator<Type> result) {
        return (arguments, widen) -> arguments.size() == 1 && arguments.get(0).isDecimal()
                ? new Overload.Signature(arguments, result.apply(arguments.get(0)))
                : null;
    }

    /** A DECIMAL and a BIGINT. */
    static Overload.Rule withCount(UnaryOperator<Type> result) {
        return (arguments, widen) ->
                arguments.size() == 2 && arguments.get(0).isDecimal() && arguments.get(1) == Type.BIGINT
                        ? new Overload.Signature(arguments, result.apply(arguments.get(0)))
                        : null;
    }

    private static boolean areExact(List<Type> types) {
        boolean decimal = false;
        for (@Nullable Type type : types) {
            if (type != Type.BIGINT && !type.isDecimal()) {
                return false;
            }
            decimal |= type.isDecimal();
        }
        return decimal;
    }

    static Type sum(Type left, Type right) {
        return of(Math.max(whole(left), whole(right)) + 1, Math.max(left.scale(), right.scale()));
    }

    static Type product(Type left, Type right) {
        return of(whole(left) + whole(right), Math.min(Type.MAX_PRECISION, left.scale() + right.scale()));
    }

    static Type quotient(Type left, Type right) {
        int whole = whole(left) + right.scale();
        int scale = Math.max(LEAST_QUOTIENT_SCALE, left.scale() + right.precision() + 1);
        if (whole + scale > Type.MAX_PRECISION) {
            scale = Math.max(Math.min(scale, LEAST_QUOTIENT_SCALE), Type.MAX_PRECISION - whole);
        }
        return of(whole, scale);
    }

    static Type remainder(Type left, Type right) {
        return of(Math.min(whole(left), whole(right)), Math.max(left.scale(), right.scale()));
    }

    /** Of rounding to a whole number: one digit more, for 9.5 is 10. */
    static Type rounded(Type type) {
        return of(whole(type) + (type.scale() > 0 ? 1 : 0), 0);
    }

    /** Of rounding to some digits. */
    static Type roundedToDigits(Type type) {
        return of(whole(type) + 1, type.scale());
    }

    private static int whole(Type type) {
        return type.precision() - type.scale();
    }

    private static Type of(int whole, int scale) {
        return Type.decimal(Math.max(1, Math.min(Type.MAX_PRECISION, whole + scale)), scale);
    }
}
