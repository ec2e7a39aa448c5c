package io.barograph.core.plan.rewrite;

import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import java.util.List;

/** Applies all rewrites. The same query gives the same plan, and a rewritten plan stays as it is. */
public final class PlanRewriter {
    private static final List<PlanRule> RULES = List.of(
            new MergeFilters(),
            new PushFilter(),
            new PushJoinCondition(),
            new MarkToSemiJoin(),
            new FirstOfKey(),
            new MergeProjects(),
            new RemoveIdentityProject(),
            new AggregateColumnsDirectly(),
            new DeriveWindowEnd());

    private PlanRewriter() {}

    /** The query with its root and its scalar sub-queries rewritten. */
    public static Query rewrite(Query query) {
        return new Query(
                rewrite(query.root()),
                query.scalars().stream().map(PlanRewriter::rewrite).toList());
    }

    /** A plan with the same schema and the same answer. */
    public static Plan rewrite(Plan plan) {
        return applyRules(ColumnPruning.prune(applyRules(plan)));
    }

    /** Bottom-up, until no rule fires; every rule makes the plan or its keys fewer or moves a filter down, so this ends. */
    private static Plan applyRules(Plan plan) {
        Plan current = withInputs(
                plan, plan.inputs().stream().map(PlanRewriter::applyRules).toList());
        for (PlanRule rule : RULES) {
            Plan next = rule.apply(current);
            if (next != current) {
                return applyRules(next);
            }
        }
        return current;
    }

    /** The operator over other inputs of the same schemas. */
    public static Plan withInputs(Plan plan, List<Plan> inputs) {
        if (areSame(inputs, plan.inputs())) {
            return plan;
        }
        if (plan instanceof Plan.UnionAll union) {
            return new Plan.UnionAll(inputs, union.schema());
        }
        if (plan instanceof Plan.Join join) {
            return join.over(inputs.get(0), inputs.get(1), join.residual());
        }
        Plan input = inputs.get(0);
        if (plan instanceof Plan.Filter filter) {
            return new Plan.Filter(input, filter.predicate());
        }
        if (plan instanceof Plan.Project project) {
            return new Plan.Project(input, project.expressions(), project.schema());
        }
        if (plan instanceof Plan.AssignWindow window) {
            return new Plan.AssignWindow(input, window.time(), window.window());
        }
        if (plan instanceof Plan.Aggregate aggregate) {
            return new Plan.Aggregate(input, aggregate.keys(), aggregate.calls(), aggregate.schema());
        }
        if (plan instanceof Plan.GroupingSets sets) {
            Plan.Aggregate finest = sets.finest();
            return new Plan.GroupingSets(
                    new Plan.Aggregate(input, finest.keys(), finest.calls(), finest.schema()),
                    sets.sets(),
                    sets.schema());
        }
        if (plan instanceof Plan.Sessions sessions) {
            Plan.Aggregate cells = sessions.cells();
            return new Plan.Sessions(
                    new Plan.Aggregate(input, cells.keys(), cells.calls(), cells.schema()),
                    sessions.gap(),
                    sessions.schema());
        }
        if (plan instanceof Plan.Fold fold) {
            return new Plan.Fold(input, fold.keys(), fold.order(), fold.operator(), fold.schema());
        }
        if (plan instanceof Plan.Sort sort) {
            return new Plan.Sort(input, sort.keys());
        }
        if (plan instanceof Plan.Limit limit) {
            return new Plan.Limit(input, limit.offset(), limit.count());
        }
        throw new IllegalArgumentException("an operator without inputs was given some: " + plan);
    }

    /** Whether no rule has fired beneath: rules hand back the very same object then. */
    private static boolean areSame(List<Plan> inputs, List<Plan> before) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) != before.get(i)) {
                return false;
            }
        }
        return true;
    }
}
