/** Runs a query's tasks on a Spark cluster: see {@link io.barograph.spark.SparkTaskHost}. */
@org.jspecify.annotations.NullMarked
package io.barograph.spark;
