/**
 * A real Spark cluster for tests. {@link io.barograph.testkit.spark.SparkCluster} starts a master and workers, each a process of
 * its own that can be killed, and with it its executors.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.testkit.spark;
