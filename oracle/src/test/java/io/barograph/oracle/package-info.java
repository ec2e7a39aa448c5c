/** Our answers against heavy references: DuckDB in process for the meaning of SQL, exact rationals for the aggregates. */
@org.jspecify.annotations.NullMarked
package io.barograph.oracle;
