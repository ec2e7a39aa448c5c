/** The query of the live benchmarks in Spark Structured Streaming. */
package io.barograph.bench.peers;
