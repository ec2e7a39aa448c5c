/**
 * A real Flink session cluster for tests. {@link io.barograph.testkit.flink.FlinkCluster} starts a JobManager and TaskManagers,
 * each a process of its own that can be killed.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.testkit.flink;
