/**
 * What a query means, free of engines. Start with {@link io.barograph.core.plan.Plan}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.plan;
