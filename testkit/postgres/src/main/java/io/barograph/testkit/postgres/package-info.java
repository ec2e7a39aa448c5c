/** A real PostgreSQL server for tests: {@link io.barograph.testkit.postgres.PostgresServer}. */
@org.jspecify.annotations.NullMarked
package io.barograph.testkit.postgres;
