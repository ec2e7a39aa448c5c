/**
 * The live half of the local engine: workers read lanes and gather states, a publisher merges and shows them, checkpoints
 * keep both.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.local.live;
