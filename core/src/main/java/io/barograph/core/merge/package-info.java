/**
 * Grouped hash aggregation, the law-1 MERGE: rows to groups to states, tables to one table, groups to results in key
 * order. Start with {@link io.barograph.core.merge.MergeTable} and {@link io.barograph.core.merge.MergedGroups}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.merge;
