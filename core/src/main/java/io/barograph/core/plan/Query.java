package io.barograph.core.plan;

import java.util.List;

/**
 * A whole query.
 *
 * @param root the plan whose rows are the answer
 * @param scalars plans of scalar sub-queries, each of one column; the value of number i (NULL where it yields no row, an
 *     error where it yields more than one) is {@link io.barograph.core.expr.Expr.Parameter} i. A plan may use the
 *     parameters before its own.
 */
public record Query(Plan root, List<Plan> scalars) {
    public Query {
        scalars = List.copyOf(scalars);
    }

    /** Whether the order of the rows is part of the answer: there is a Sort at the root, beneath what keeps its order. */
    public boolean isOrdered() {
        Plan at = root;
        while (at instanceof Plan.Project || at instanceof Plan.Filter || at instanceof Plan.Limit) {
            at = at.inputs().get(0);
        }
        return at instanceof Plan.Sort;
    }
}
