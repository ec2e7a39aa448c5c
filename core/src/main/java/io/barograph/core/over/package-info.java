/**
 * SQL's window functions as a fold: {@code f(…) OVER (PARTITION BY … ORDER BY …)}. Start with
 * {@link io.barograph.core.over.OverOperator}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.over;
