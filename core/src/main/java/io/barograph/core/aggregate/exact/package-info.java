/**
 * Sums and second moments held exactly, and their results rounded once. Start with
 * {@link io.barograph.core.aggregate.exact.ExactState}; why and how is told in {@code docs/designs/exact-states.md}.
 *
 * <p>A group is a fixed-size record in one long[] while its values' exponents are close, as sensors' are, plus a
 * {@link io.barograph.core.aggregate.exact.Superaccumulator} per sum for what lies outside. Where a value went is
 * invisible from outside: finishes and written bytes depend on the true sums alone.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.aggregate.exact;
