/**
 * Rewrites of plans that never change an answer: fewer columns are read, filters run earlier, idle projections fall away.
 * No rewrite touches the arithmetic of an expression or an aggregate. Start with
 * {@link io.barograph.core.plan.rewrite.PlanRewriter}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.plan.rewrite;
