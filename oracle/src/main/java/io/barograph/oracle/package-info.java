/**
 * Slow, independent references that say what every aggregate's answer is. Start with
 * {@link io.barograph.oracle.ExactReference}. Nothing here is shipped, and nothing uses the engine's own arithmetic.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.oracle;
