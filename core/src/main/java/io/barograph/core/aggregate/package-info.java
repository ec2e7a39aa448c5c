/**
 * Exact, mergeable states and the aggregate functions finished from them. Start with
 * {@link io.barograph.core.aggregate.GroupedState}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.aggregate;
