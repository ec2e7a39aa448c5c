/** The query of the live benchmarks in Flink SQL. */
package io.barograph.bench.peers;
