/**
 * SQL text to plan: the only door to Calcite.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.sql;
