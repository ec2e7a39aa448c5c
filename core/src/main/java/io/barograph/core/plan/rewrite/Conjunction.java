package io.barograph.core.plan.rewrite;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/** Predicates as the conditions that must all be true. */
public final class Conjunction {
    private Conjunction() {}

    /** The conditions that a predicate joins with AND, at any depth, or the predicate itself. */
    public static List<Expr> conditions(Expr predicate) {
        List<Expr> conditions = new ArrayList<>();
        collect(predicate, conditions);
        return conditions;
    }

    private static void collect(Expr predicate, List<Expr> conditions) {
        if (predicate instanceof Expr.Call call && call.function().equals("and")) {
            call.arguments().forEach(argument -> collect(argument, conditions));
        } else {
            conditions.add(predicate);
        }
    }

    /** The predicate that is true where all of at least one conditions are. */
    public static Expr of(List<Expr> conditions) {
        return conditions.size() == 1 ? conditions.get(0) : new Expr.Call("and", conditions, Type.BOOLEAN);
    }
}
