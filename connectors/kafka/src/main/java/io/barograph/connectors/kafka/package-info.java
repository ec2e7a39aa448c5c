/**
 * Topics of Apache Kafka as tables. {@link io.barograph.connectors.kafka.KafkaOptions} is what a declaration may say,
 * {@link io.barograph.connectors.kafka.KafkaTable} a topic's history as a table at rest,
 * {@link io.barograph.connectors.kafka.KafkaLiveTable} a topic as it grows. Rows go to a topic by
 * {@link io.barograph.connectors.kafka.UpsertSink}, or by {@link io.barograph.connectors.kafka.TransactionSink}, which shares
 * its {@link io.barograph.connectors.kafka.PipelineTransaction} with the run's other sinks.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.connectors.kafka;
