/**
 * Queries from Java. Start with {@link io.barograph.frame.Frame}.
 *
 * <p>A frame is a query that has not run: each verb gives a new frame, and every verb is a piece of SQL
 * ({@link io.barograph.frame.Frame#sql()} shows it), so that both doors lead to the same plans and the same bits.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.frame;
