package io.barograph.core.plan.rewrite;

import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Two filters, one on the other, become one whose predicate is both. */
final class MergeFilters implements PlanRule {
    @Override
    public Plan apply(Plan plan) {
        if (!(plan instanceof Plan.Filter outer) || !(outer.input() instanceof Plan.Filter inner)) {
            return plan;
        }
        List<Expr> conditions = new ArrayList<>(Conjunction.conditions(inner.predicate()));
        conditions.addAll(Conjunction.conditions(outer.predicate()));
        return new Plan.Filter(inner.input(), Conjunction.of(conditions));
    }
}
