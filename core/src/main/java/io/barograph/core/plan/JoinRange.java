package io.barograph.core.plan;

import io.barograph.core.expr.Expr;
import io.barograph.core.plan.rewrite.Conjunction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of held rows that a passing row may match, by the order of one of their values, a time as a rule: {@code b.t
 * BETWEEN a.t - 10 AND a.t + 10}. Who holds the rows in that order need not look at any others.
 *
 * @param held over the held side's columns: what the rows are in the order of
 * @param from the least value, or null
 * @param to the greatest value, or null
 * @param rest what else has to be true, over the columns of both, left ones first; or null
 */
public record JoinRange(
        Expr held,
        @Nullable Bound from,
        @Nullable Bound to,
        @Nullable Expr rest) {
    /**
     * One end of the stretch.
     *
     * @param passing over the passing side's columns; no row matches where it is NULL
     * @param offset what is added to it; where the sum would not fit a long, the end is open
     */
    public record Bound(Expr passing, long offset, boolean inclusive) {}

    /**
     * The range that a join's condition says; null where it says none. Of several, the first that has two ends.
     *
     * @param residual over the columns of both, left ones first
     */
    public static @Nullable JoinRange of(@Nullable Expr residual, int leftWidth, boolean holdsLeft) {
        if (residual == null) {
            return null;
        }
        List<Expr> conditions = Conjunction.conditions(residual);
        List<List<SideComparison>> comparisons = conditions.stream()
                .map(condition -> SideComparison.of(condition, leftWidth, holdsLeft))
                .toList();
        Set<Expr> values = new LinkedHashSet<>();
        comparisons.forEach(some -> some.forEach(comparison -> values.add(comparison.held())));
        JoinRange best = null;
        for (Expr held : values) {
            JoinRange range = of(held, conditions, comparisons);
            if (best == null || range.isBounded() && !best.isBounded()) {
                best = range;
            }
        }
        return best;
    }

    private static JoinRange of(Expr held, List<Expr> conditions, List<List<SideComparison>> comparisons) {
        Bound from = null;
        Bound to = null;
        List<Expr> rest = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            boolean said = !comparisons.get(i).isEmpty();
            for (SideComparison comparison : comparisons.get(i)) {
                boolean taken = comparison.held().equals(held) && (comparison.isLower() ? from : to) == null;
                if (taken) {
                    Bound bound = new Bound(comparison.passing(), comparison.offset(), comparison.orEqual());
                    from = comparison.isLower() ? bound : from;
                    to = comparison.isLower() ? to : bound;
                }
                // What was moved from one side to the other is undefined for other values than what was written.
                said &= taken && comparison.offset() == 0;
            }
            if (!said) {
                rest.add(conditions.get(i));
            }
        }
        return new JoinRange(held, from, to, rest.isEmpty() ? null : Conjunction.of(rest));
    }

    /** Whether the stretch has two ends. */
    public boolean isBounded() {
        return from != null && to != null;
    }
}
