/**
 * How any engine runs a query: stages, cut where rows or states must move. Engine-neutral and versioned; each operator
 * has a fingerprint, by which a checkpoint knows what it belongs to. Start with
 * {@link io.barograph.core.stage.StagePlan}. Running them is the hosts' work, not done here.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.stage;
