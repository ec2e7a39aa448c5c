package io.barograph.core.plan.rewrite;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.FirstRow;
import io.barograph.core.fold.FirstRowsOnly;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Rows whose number along their key is 1 are its first: {@code row_number() OVER (PARTITION BY k ORDER BY t DESC) = 1} numbers
 * none, and sorts none. Where their number is at most n, rows that n others come before need not be gathered; the condition stays.
 */
final class FirstOfKey implements PlanRule {
    private static final Set<String> COMPARISONS = Set.of("=", "<=", "<");

    /** Of more rows of a key it is cheaper to bring all into order. */
    private static final int MOST_ROWS = 1 << 14;

    @Override
    public Plan apply(Plan plan) {
        if (!(plan instanceof Plan.Filter filter)
                || !(filter.input() instanceof Plan.Fold fold)
                || !fold.operator().onlyNumbersRows()) {
            return plan;
        }
        int number = fold.input().schema().size();
        List<Expr> rest = new ArrayList<>(Conjunction.conditions(filter.predicate()));
        if (!rest.removeIf(condition -> mostRows(condition, number) == 1)) {
            return ofFirstRows(filter, fold, rest, number);
        }
        Plan first = new Plan.Fold(
                fold.input(),
                fold.keys(),
                fold.order(),
                new FirstRow(),
                fold.input().schema());
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            columns.add(new Expr.ColumnRef(i, fold.schema().type(i)));
        }
        columns.add(new Expr.Literal(Type.BIGINT, 1L));
        return PushJoinCondition.filtered(new Plan.Project(first, columns, fold.schema()), rest);
    }

    private static Plan ofFirstRows(Plan.Filter filter, Plan.Fold fold, List<Expr> conditions, int number) {
        long most = conditions.stream()
                .mapToLong(condition -> mostRows(condition, number))
                .min()
                .orElse(Long.MAX_VALUE);
        if (most < 1 || most > MOST_ROWS) {
            return filter;
        }
        Plan first = new Plan.Fold(
                fold.input(), fold.keys(), fold.order(), new FirstRowsOnly(fold.operator(), (int) most), fold.schema());
        return new Plan.Filter(first, filter.predicate());
    }

    /** The greatest number that {@code number = n}, {@code number <= n} or {@code number < n} is true of. */
    private static long mostRows(Expr condition, int number) {
        boolean compares = condition instanceof Expr.Call call
                && COMPARISONS.contains(call.function())
                && call.argument(0) instanceof Expr.ColumnRef column
                && column.index() == number
                && call.argument(1) instanceof Expr.Literal literal
                && literal.value() instanceof Long;
        if (!compares) {
            return Long.MAX_VALUE;
        }
        Expr.Call call = (Expr.Call) condition;
        long most = (Long) Objects.requireNonNull(((Expr.Literal) call.argument(1)).value());
        return call.function().equals("<") ? most - 1 : most;
    }
}
