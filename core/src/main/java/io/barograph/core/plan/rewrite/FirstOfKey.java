package io.barograph.core.plan.rewrite;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.FirstRow;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows whose number along their key is 1 are its first: {@code row_number() OVER (PARTITION BY k ORDER BY t DESC) = 1} numbers
 * none, and sorts none.
 */
final class FirstOfKey implements PlanRule {
    @Override
    public Plan apply(Plan plan) {
        if (!(plan instanceof Plan.Filter filter)
                || !(filter.input() instanceof Plan.Fold fold)
                || !fold.operator().onlyNumbersRows()) {
            return plan;
        }
        int number = fold.input().schema().size();
        List<Expr> rest = new ArrayList<>(Conjunction.conditions(filter.predicate()));
        if (!rest.removeIf(condition -> isFirst(condition, number))) {
            return plan;
        }
        Plan first = new Plan.Fold(
                fold.input(),
                fold.keys(),
                fold.order(),
                new FirstRow(),
                fold.input().schema());
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            columns.add(new Expr.ColumnRef(i, fold.schema().type(i)));
        }
        columns.add(new Expr.Literal(Type.BIGINT, 1L));
        return PushJoinCondition.filtered(new Plan.Project(first, columns, fold.schema()), rest);
    }

    /** {@code number = 1}, or {@code number <= 1}. */
    private static boolean isFirst(Expr condition, int number) {
        return condition instanceof Expr.Call call
                && (call.function().equals("=") || call.function().equals("<="))
                && call.argument(0) instanceof Expr.ColumnRef column
                && column.index() == number
                && call.argument(1) instanceof Expr.Literal literal
                && Long.valueOf(1).equals(literal.value());
    }
}
