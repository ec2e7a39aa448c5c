/** How good and how fast the detectors are. */
@org.jspecify.annotations.NullMarked
package io.barograph.bench.detect;
