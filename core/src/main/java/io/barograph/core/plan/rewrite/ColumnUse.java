package io.barograph.core.plan.rewrite;

import io.barograph.core.expr.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/** Which columns expressions refer to, and how they are made to refer to others. */
public final class ColumnUse {
    private ColumnUse() {}

    /** Adds the columns that an expression refers to. */
    static void collect(Expr expression, BitSet columns) {
        if (expression instanceof Expr.ColumnRef reference) {
            columns.set(reference.index());
        } else if (expression instanceof Expr.Call call) {
            for (Expr argument : call.arguments()) {
                collect(argument, columns);
            }
        }
    }

    /** The columns that an expression refers to. */
    public static BitSet of(Expr expression) {
        BitSet columns = new BitSet();
        collect(expression, columns);
        return columns;
    }

    /** The expression with every column replaced. */
    public static Expr replace(Expr expression, Function<Expr.ColumnRef, Expr> replacement) {
        if (expression instanceof Expr.ColumnRef reference) {
            return replacement.apply(reference);
        }
        if (expression instanceof Expr.Call call) {
            List<Expr> arguments = new ArrayList<>(call.arguments().size());
            for (Expr argument : call.arguments()) {
                arguments.add(replace(argument, replacement));
            }
            return new Expr.Call(call.function(), arguments, call.type());
        }
        return expression;
    }

    /** The expression over an input whose column {@code mapping[i]} was column i. */
    static Expr remap(Expr expression, int[] mapping) {
        return replace(expression, reference -> new Expr.ColumnRef(mapping[reference.index()], reference.type()));
    }

    /** Whether copying the expression to several places costs nothing and counts nothing twice. */
    static boolean isFree(Expr expression) {
        return !(expression instanceof Expr.Call);
    }
}
