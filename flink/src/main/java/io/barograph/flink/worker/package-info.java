/** What all subtasks of ours have in common, whether they run a bounded query's tasks or parts of a live one. */
@org.jspecify.annotations.NullMarked
package io.barograph.flink.worker;
