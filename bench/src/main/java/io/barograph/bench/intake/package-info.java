/** How much is acknowledged a second of what is pushed to a running pipeline. */
@org.jspecify.annotations.NullMarked
package io.barograph.bench.intake;
