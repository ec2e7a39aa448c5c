/**
 * What runs along one key's rows in event-time order, the law-2 FOLD: lag, rolling aggregates, gap filling, as-of joins,
 * detectors. A {@link io.barograph.core.fold.FoldOperator} says what is computed, a {@link io.barograph.core.fold.Fold}
 * computes it; who brings the rows together in order is the engine.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.fold;
