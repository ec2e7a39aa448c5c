/** Runs a query's tasks on a Flink cluster: see {@link io.barograph.flink.FlinkTaskHost}. */
@org.jspecify.annotations.NullMarked
package io.barograph.flink;
