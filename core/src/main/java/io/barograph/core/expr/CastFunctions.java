package io.barograph.core.expr;

/** {@code CAST} and {@code TRY_CAST}. */
final class CastFunctions {
    private CastFunctions() {}

    /** Whether the target type must be known to type a call. */
    static boolean isCast(String name) {
        return name.equals("cast") || name.equals("try_cast");
    }
}
