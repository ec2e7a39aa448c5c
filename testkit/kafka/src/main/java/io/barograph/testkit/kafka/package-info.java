/**
 * A real Kafka broker for tests: {@link io.barograph.testkit.kafka.KafkaBroker} is its process,
 * {@link io.barograph.testkit.kafka.KafkaTopics} fills and reads its topics.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.testkit.kafka;
