/** The query of the live benchmarks in Kafka Streams. */
package io.barograph.bench.peers;
