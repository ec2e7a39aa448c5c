/** Runs the corpus on any engine: {@link io.barograph.testkit.sql.EngineSqlExecutor}. */
@org.jspecify.annotations.NullMarked
package io.barograph.testkit.sql;
