/**
 * Synthetic sensor data, the same for the same seed on every machine and at every thread count. Start with
 * {@link io.barograph.cli.generate.SensorFrame} (what is written) and {@link io.barograph.cli.generate.FrameWriter}
 * (how, on all cores).
 */
@org.jspecify.annotations.NullMarked
package io.barograph.cli.generate;
