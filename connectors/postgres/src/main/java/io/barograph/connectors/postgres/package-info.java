/**
 * PostgreSQL's tables as places to write to. First {@link io.barograph.connectors.postgres.UpsertSink}, then
 * {@link io.barograph.connectors.postgres.SinkLedger}: how a pipeline shuts out its earlier instances, and finds what a table
 * shows.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.connectors.postgres;
