package io.barograph.core.plan.rewrite;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter that keeps the rows with a match, or those without one, makes a mark join a semi or an anti join; the mark is a
 * constant from there on.
 */
final class MarkToSemiJoin implements PlanRule {
    @Override
    public Plan apply(Plan plan) {
        if (!(plan instanceof Plan.Filter filter)
                || !(filter.input() instanceof Plan.Join join)
                || join.kind() != JoinKind.MARK) {
            return plan;
        }
        int mark = join.left().schema().size();
        Expr matched = new Expr.ColumnRef(mark, Type.BOOLEAN);
        Expr unmatched = new Expr.Call("not", List.of(matched), Type.BOOLEAN);
        List<Expr> rest = new ArrayList<>(Conjunction.conditions(filter.predicate()));
        boolean keepsMatched = rest.remove(matched);
        if (!keepsMatched && !rest.remove(unmatched)) {
            return plan;
        }
        JoinKind kind = keepsMatched ? JoinKind.SEMI : JoinKind.ANTI;
        Plan narrow = new Plan.Join(
                join.left(),
                join.right(),
                kind,
                join.leftKeys(),
                join.rightKeys(),
                null,
                join.residual(),
                join.left().schema());
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < mark; i++) {
            columns.add(new Expr.ColumnRef(i, narrow.schema().type(i)));
        }
        columns.add(new Expr.Literal(Type.BOOLEAN, keepsMatched));
        return PushJoinCondition.filtered(new Plan.Project(narrow, columns, join.schema()), rest);
    }
}
