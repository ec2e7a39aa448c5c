/**
 * A real HDFS for tests. {@link io.barograph.testkit.hdfs.HdfsCluster} starts a NameNode and DataNodes, each a process of its
 * own that can be killed.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.testkit.hdfs;
