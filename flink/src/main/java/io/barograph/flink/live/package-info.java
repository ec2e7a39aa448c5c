/**
 * Live queries on Flink: a source whose splits are lanes, what combines, merges and writes behind it, and the states of all these in
 * Flink's checkpoints. What is computed is {@link io.barograph.local.live.HostedQuery}'s.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.flink.live;
