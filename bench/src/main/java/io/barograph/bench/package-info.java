/**
 * Benchmarks; each checks its answer before its time counts.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.bench;
