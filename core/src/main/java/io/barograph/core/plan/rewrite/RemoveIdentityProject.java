package io.barograph.core.plan.rewrite;

import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;

/** A projection to all columns in their order, under their own names, falls away. */
final class RemoveIdentityProject implements PlanRule {
    @Override
    public Plan apply(Plan plan) {
        return plan instanceof Plan.Project project
                        && project.schema().equals(project.input().schema())
                        && isIdentity(project)
                ? project.input()
                : plan;
    }

    private static boolean isIdentity(Plan.Project project) {
        for (int i = 0; i < project.expressions().size(); i++) {
            if (!(project.expressions().get(i) instanceof Expr.ColumnRef reference) || reference.index() != i) {
                return false;
            }
        }
        return true;
    }
}
