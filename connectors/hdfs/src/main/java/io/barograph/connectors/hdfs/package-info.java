/** Files on HDFS: {@link io.barograph.connectors.hdfs.HdfsStore} is found by names that begin with {@code hdfs://}. */
@org.jspecify.annotations.NullMarked
package io.barograph.connectors.hdfs;
