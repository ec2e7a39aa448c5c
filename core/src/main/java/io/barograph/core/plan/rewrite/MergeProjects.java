package io.barograph.core.plan.rewrite;

import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Two projections, one on the other, become one, unless that would compute an expression more than once: its undefined
 * results would be counted more than once too.
 */
final class MergeProjects implements PlanRule {
    @Override
    public Plan apply(Plan plan) {
        if (!(plan instanceof Plan.Project outer) || !(outer.input() instanceof Plan.Project inner)) {
            return plan;
        }
        int[] uses = new int[inner.expressions().size()];
        for (Expr expression : outer.expressions()) {
            count(expression, uses);
        }
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] > 1 && !ColumnUse.isFree(inner.expressions().get(i))) {
                return plan;
            }
        }
        List<Expr> merged = new ArrayList<>();
        for (Expr expression : outer.expressions()) {
            merged.add(ColumnUse.replace(
                    expression, reference -> inner.expressions().get(reference.index())));
        }
        return new Plan.Project(inner.input(), merged, outer.schema());
    }

    private static void count(Expr expression, int[] uses) {
        if (expression instanceof Expr.ColumnRef reference) {
            uses[reference.index()]++;
        } else if (expression instanceof Expr.Call call) {
            call.arguments().forEach(argument -> count(argument, uses));
        }
    }
}
