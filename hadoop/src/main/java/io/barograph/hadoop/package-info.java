/** Runs a query's tasks as MapReduce: see {@link io.barograph.hadoop.HadoopTaskHost}. */
@org.jspecify.annotations.NullMarked
package io.barograph.hadoop;
