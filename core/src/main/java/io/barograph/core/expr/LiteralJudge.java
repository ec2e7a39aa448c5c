package io.barograph.core.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the literals of a call when a query is read. Values that are known later only may be as wrong: they give NULL, counted. */
@FunctionalInterface
interface LiteralJudge {
    /** The first literal that is wrong; null where all are right, or not known yet. */
    @Nullable
    LiteralFault fault(List<Expr> arguments);

    /** The text that an argument is, or null where it is no literal, is NULL or is not there. */
    static @Nullable String text(List<Expr> arguments, int index) {
        return index < arguments.size()
                        && arguments.get(index) instanceof Expr.Literal literal
                        && literal.value() instanceof String text
                ? text
                : null;
    }
}
