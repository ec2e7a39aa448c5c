package io.barograph.local;

import io.barograph.core.plan.rewrite.ColumnUse;
import io.barograph.core.stage.RowOperator;
import java.util.BitSet;
import java.util.List;

/** Which columns of rows the steps behind look at. */
final class NeededColumns {
    private NeededColumns() {}

    /**
     * The columns that decide what comes out behind some steps.
     *
     * @param width how many columns the rows have that come to the first step
     */
    static BitSet of(List<Feed.Step> steps, int width) {
        BitSet needed = new BitSet();
        for (Feed.Step step : steps) {
            RowOperator operator = step.operator();
            if (operator instanceof RowOperator.Filter filter) {
                needed.or(ColumnUse.of(filter.predicate()));
            } else if (operator instanceof RowOperator.AssignWindow window) {
                needed.set(window.time());
            } else if (operator instanceof RowOperator.Project project) {
                project.expressions().forEach(expression -> needed.or(ColumnUse.of(expression)));
                // Windows have put columns of their own behind those of the rows.
                return needed.get(0, width);
            } else {
                break;
            }
        }
        needed.set(0, width);
        return needed;
    }
}
