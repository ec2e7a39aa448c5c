package io.barograph.core.plan.rewrite;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import io.barograph.core.window.WindowSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Grouping by both ends of a window of fixed size is grouping by its start: the end is computed from it afterwards, once
 * per group, and keys are a column narrower.
 */
final class DeriveWindowEnd implements PlanRule {
    @Override
    public Plan apply(Plan plan) {
        if (!(plan instanceof Plan.Aggregate aggregate)
                || !(withoutFilters(aggregate.input()) instanceof Plan.AssignWindow window)) {
            return plan;
        }
        int startColumn = window.input().schema().size();
        int start = aggregate.keys().indexOf(startColumn);
        int end = aggregate.keys().indexOf(startColumn + 1);
        long size = size(window.window());
        if (start < 0 || end < 0 || size == 0) {
            return plan;
        }
        List<Integer> keys = new ArrayList<>(aggregate.keys());
        List<Field> fields = new ArrayList<>(aggregate.schema().fields());
        keys.remove(end);
        fields.remove(end);
        Schema narrow = new Schema(fields);
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < narrow.size(); i++) {
            expressions.add(new Expr.ColumnRef(i, narrow.type(i)));
        }
        Expr windowStart = expressions.get(start < end ? start : start - 1);
        expressions.add(
                end, new Expr.Call("+", List.of(windowStart, new Expr.Literal(Type.INTERVAL, size)), Type.TIMESTAMP));
        Plan grouped = new Plan.Aggregate(aggregate.input(), keys, aggregate.calls(), narrow);
        return new Plan.Project(grouped, expressions, aggregate.schema());
    }

    /** What stands beneath filters, which pass all columns on. */
    private static Plan withoutFilters(Plan plan) {
        Plan at = plan;
        while (at instanceof Plan.Filter filter) {
            at = filter.input();
        }
        return at;
    }

    /** The length of every window, where it is one of elapsed time; else 0. */
    private static long size(WindowSpec window) {
        if (window instanceof WindowSpec.Tumble tumble) {
            return tumble.cells().length().nanos();
        }
        return window instanceof WindowSpec.Hop hop ? hop.size().nanos() : 0;
    }
}
