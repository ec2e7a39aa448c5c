package io.barograph.core.column;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which types stand for which without a cast: a BIGINT for a DECIMAL or DOUBLE, a DECIMAL for a wider one or a DOUBLE, a
 * DATE for the TIMESTAMP of its midnight.
 */
public final class Widening {
    /** The digits of the greatest BIGINT. */
    public static final int BIGINT_DIGITS = 19;

    private Widening() {}

    /** Whether a value of one type is read as one of another where that is asked for. */
    public static boolean isWidened(Type from, Type to) {
        return switch (to.kind()) {
            case DOUBLE -> from == Type.BIGINT || from.isDecimal();
            case DECIMAL -> from == Type.BIGINT || from.isDecimal();
            case TIMESTAMP -> from == Type.DATE;
            case BOOLEAN, BIGINT, VARCHAR, INTERVAL, DATE -> false;
        };
    }

    /** The type that all can be read as; null where there is none, or no type is given. */
    public static @Nullable Type common(List<Type> types) {
        Type common = null;
        for (Type type : types) {
            common = common == null ? type : common(common, type);
            if (common == null) {
                return null;
            }
        }
        return common;
    }

    /** The type that both can be read as; null where there is none. */
    public static @Nullable Type common(Type left, Type right) {
        if (left == right || isDate(left, right)) {
            return left;
        }
        if (isDate(right, left)) {
            return right;
        }
        if (!left.isNumeric() || !right.isNumeric()) {
            return null;
        }
        return left == Type.DOUBLE || right == Type.DOUBLE ? Type.DOUBLE : decimal(asDecimal(left), asDecimal(right));
    }

    private static boolean isDate(Type time, Type day) {
        return time == Type.TIMESTAMP && day == Type.DATE;
    }

    /** The DECIMAL that holds every value of a BIGINT or DECIMAL type. */
    public static Type asDecimal(Type type) {
        return type == Type.BIGINT ? Type.decimal(BIGINT_DIGITS, 0) : type;
    }

    /** Digits before the point come first: those behind it give way where 38 digits do not hold all. */
    private static Type decimal(Type left, Type right) {
        int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        int scale = Math.min(Math.max(left.scale(), right.scale()), Type.MAX_PRECISION - whole);
        return Type.decimal(Math.max(1, whole + scale), scale);
    }
}
