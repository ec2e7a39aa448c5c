/** Runs live pipelines as Spark's Structured Streaming: see {@link io.barograph.spark.live.SparkMicroBatches}. */
@org.jspecify.annotations.NullMarked
package io.barograph.spark.live;
