/**
 * The jobs, run against DuckDB on the same machine in the same run: each answer is checked against the peer's
 * before its time counts. Start with {@link io.barograph.bench.sidebyside.SideBySide}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.bench.sidebyside;
