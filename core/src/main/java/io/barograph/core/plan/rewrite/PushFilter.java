package io.barograph.core.plan.rewrite;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A filter's conditions move beneath projections, windows and sorts, so that fewer rows go through them: beneath a
 * projection those that name only columns that it passes on, beneath a window those that do not name the window, beneath a
 * join those that name one side, where that side's rows do not come out as NULLs (along time only the left side: which
 * right row is the nearest is not the filter's to say), beneath a fold those that name its keys alone.
 *
 * <p>Never beneath an aggregate, whose keys are not what was read (-0.0 becomes 0.0), nor beneath a limit.
 */
final class PushFilter implements PlanRule {
    @Override
    public Plan apply(Plan plan) {
        if (!(plan instanceof Plan.Filter filter)) {
            return plan;
        }
        if (filter.input() instanceof Plan.Project project) {
            return split(
                    filter,
                    condition -> passesThrough(project, condition),
                    condition -> ColumnUse.replace(
                            condition, reference -> project.expressions().get(reference.index())),
                    pushed -> new Plan.Project(
                            new Plan.Filter(project.input(), pushed), project.expressions(), project.schema()));
        }
        if (filter.input() instanceof Plan.AssignWindow window) {
            int width = window.input().schema().size();
            return split(
                    filter,
                    condition -> ColumnUse.of(condition).length() <= width,
                    UnaryOperator.identity(),
                    pushed -> new Plan.AssignWindow(
                            new Plan.Filter(window.input(), pushed), window.time(), window.window()));
        }
        if (filter.input() instanceof Plan.Join join) {
            return overJoin(filter, join);
        }
        if (filter.input() instanceof Plan.Fold fold) {
            return split(
                    filter,
                    condition -> namesKeysOnly(fold, condition),
                    condition -> ColumnUse.replace(
                            condition,
                            reference -> new Expr.ColumnRef(
                                    fold.operator().passedOn(fold.input().schema(), reference.index()),
                                    reference.type())),
                    pushed -> new Plan.Fold(
                            new Plan.Filter(fold.input(), pushed),
                            fold.keys(),
                            fold.order(),
                            fold.operator(),
                            fold.schema()));
        }
        if (filter.input() instanceof Plan.Sort sort) {
            return new Plan.Sort(new Plan.Filter(sort.input(), filter.predicate()), sort.keys());
        }
        return plan;
    }

    /** Conditions on one side alone filter that side, unless it may come out as NULLs; an inner join takes all others in. */
    private static Plan overJoin(Plan.Filter filter, Plan.Join join) {
        int width = join.left().schema().size();
        List<Expr> left = new ArrayList<>();
        List<Expr> right = new ArrayList<>();
        List<Expr> both = new ArrayList<>();
        List<Expr> kept = new ArrayList<>();
        for (Expr condition : Conjunction.conditions(filter.predicate())) {
            BitSet columns = ColumnUse.of(condition);
            if (columns.length() <= width && !join.kind().keepsRight()) {
                left.add(condition);
            } else if (columns.nextSetBit(0) >= width
                    && join.kind().yieldsPairs()
                    && !join.kind().keepsLeft()
                    && join.asOf() == null) {
                right.add(PushJoinCondition.onRight(condition, width));
            } else if (join.kind() == JoinKind.INNER && join.asOf() == null) {
                both.add(condition);
            } else {
                kept.add(condition);
            }
        }
        if (left.isEmpty() && right.isEmpty() && both.isEmpty()) {
            return filter;
        }
        Plan narrowed = join.over(
                PushJoinCondition.filtered(join.left(), left),
                PushJoinCondition.filtered(join.right(), right),
                both.isEmpty() ? join.residual() : PushJoinCondition.and(both, join.residual()));
        return PushJoinCondition.filtered(narrowed, kept);
    }

    /**
     * Whether a condition is true of all rows of a key or of none. It is not where keys are DOUBLEs: -0.0 and 0.0 are one key.
     */
    private static boolean namesKeysOnly(Plan.Fold fold, Expr condition) {
        BitSet columns = ColumnUse.of(condition);
        Schema input = fold.input().schema();
        return !columns.isEmpty()
                && columns.stream()
                        .map(column -> fold.operator().passedOn(input, column))
                        .allMatch(column -> fold.keys().contains(column) && input.type(column) != Type.DOUBLE);
    }

    private static boolean passesThrough(Plan.Project project, Expr condition) {
        BitSet columns = ColumnUse.of(condition);
        return columns.stream()
                .allMatch(column -> ColumnUse.isFree(project.expressions().get(column)));
    }

    private static Plan split(
            Plan.Filter filter,
            java.util.function.Predicate<Expr> moves,
            UnaryOperator<Expr> moved,
            java.util.function.Function<Expr, Plan> beneath) {
        List<Expr> pushed = new ArrayList<>();
        List<Expr> kept = new ArrayList<>();
        for (Expr condition : Conjunction.conditions(filter.predicate())) {
            if (moves.test(condition)) {
                pushed.add(moved.apply(condition));
            } else {
                kept.add(condition);
            }
        }
        if (pushed.isEmpty()) {
            return filter;
        }
        Plan plan = beneath.apply(Conjunction.of(pushed));
        return kept.isEmpty() ? plan : new Plan.Filter(plan, Conjunction.of(kept));
    }
}
