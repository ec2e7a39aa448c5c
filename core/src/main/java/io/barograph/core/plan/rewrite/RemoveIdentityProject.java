package io.barograph.core.plan.rewrite;

import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;

/** A projection to all columns in their order, under their own names, falls away. */
final class RemoveIdentityProject implements PlanRule {
    @Override
    public Plan apply(Plan plan) {
        return plan instanceof Plan.Project project
                        && isIdentity(project)
                        && project.schema()
                                .fields()
                                .equals(project.input().schema().fields())
                ? project.input()
                : plan;
    }

    private static boolean isIdentity(Plan.Project project) {
        if (project.expressions().size() != project.input().schema().size()) {
            return false;
        }
        for (int i = 0; i < project.expressions().size(); i++) {
            if (!(project.expressions().get(i) instanceof Expr.ColumnRef reference) || reference.index() != i) {
                return false;
            }
        }
        return true;
    }
}
