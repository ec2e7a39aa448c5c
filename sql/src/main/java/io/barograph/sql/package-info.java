/**
 * SQL text to plan: the only user of Calcite, whose parser reads queries. Start with {@link io.barograph.sql.SqlPlanner}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.sql;
