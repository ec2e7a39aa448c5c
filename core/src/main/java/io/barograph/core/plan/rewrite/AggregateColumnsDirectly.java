package io.barograph.core.plan.rewrite;

import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** An aggregate over a projection that only picks columns reads the columns where they are. */
final class AggregateColumnsDirectly implements PlanRule {
    @Override
    public Plan apply(Plan plan) {
        if (!(plan instanceof Plan.Aggregate aggregate)
                || !(aggregate.input() instanceof Plan.Project project)
                || !project.expressions().stream().allMatch(Expr.ColumnRef.class::isInstance)) {
            return plan;
        }
        int[] mapping = project.expressions().stream()
                .mapToInt(expression -> ((Expr.ColumnRef) expression).index())
                .toArray();
        return over(aggregate, project.input(), mapping);
    }

    /** The aggregate over an input whose column {@code mapping[i]} was column i. */
    static Plan.Aggregate over(Plan.Aggregate aggregate, Plan input, int[] mapping) {
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.calls()) {
            calls.add(new AggregateCall(
                    call.function(),
                    call.arguments().stream().map(column -> mapping[column]).toList(),
                    call.constants(),
                    call.distinct(),
                    call.filter() < 0 ? -1 : mapping[call.filter()],
                    call.type()));
        }
        List<Integer> keys = aggregate.keys().stream().map(key -> mapping[key]).toList();
        return new Plan.Aggregate(input, keys, calls, aggregate.schema());
    }
}
