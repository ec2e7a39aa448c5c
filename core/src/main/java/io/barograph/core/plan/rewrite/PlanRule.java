package io.barograph.core.plan.rewrite;

import io.barograph.core.plan.Plan;

/** A local rewrite of one operator and those right beneath it. */
@FunctionalInterface
interface PlanRule {
    /** A plan with the same answer, or the very same object where the rule does not fire. */
    Plan apply(Plan plan);
}
