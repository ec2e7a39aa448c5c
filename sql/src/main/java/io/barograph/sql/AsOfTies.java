package io.barograph.sql;

import io.barograph.core.plan.AsOf;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.rewrite.ColumnUse;
import io.barograph.core.plan.rewrite.PlanRewriter;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells as-of joins which columns tell rows of equal time apart: those of the right table that the query names, which are known
 * when all of it is bound.
 */
final class AsOfTies {
    private final Map<Plan, Plan.Join> completed = new IdentityHashMap<>();

    private AsOfTies() {}

    /**
     * A plan with its as-of joins completed.
     *
     * @param from the rows of FROM, which the plan holds somewhere
     * @param named the columns of these rows that the text names
     */
    static Plan complete(Plan plan, Plan from, BitSet named) {
        AsOfTies ties = new AsOfTies();
        ties.find(from, named);
        return ties.completed.isEmpty() ? plan : ties.replaced(plan);
    }

    private void find(Plan plan, BitSet named) {
        if (plan instanceof Plan.Project project) {
            BitSet below = new BitSet();
            named.stream()
                    .mapToObj(project.expressions()::get)
                    .forEach(expression -> below.or(ColumnUse.of(expression)));
            find(project.input(), below);
        } else if (plan instanceof Plan.Join join) {
            int width = join.left().schema().size();
            BitSet right = named.get(width, Math.max(width, named.length()));
            find(join.left(), named.get(0, width));
            find(join.right(), right);
            if (join.asOf() != null) {
                join.asOf().ties().forEach(right::set);
                completed.put(join, join.along(withTies(join.asOf(), right)));
            }
        }
    }

    private static AsOf withTies(AsOf asOf, BitSet columns) {
        return asOf.withTies(columns.stream().boxed().toList());
    }

    private Plan replaced(Plan plan) {
        List<Plan> inputs = plan.inputs().stream().map(this::replaced).toList();
        Plan.Join join = completed.get(plan);
        return PlanRewriter.withInputs(join == null ? plan : join, inputs);
    }
}
