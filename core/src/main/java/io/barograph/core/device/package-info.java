/**
 * Processors beside this machine's cores, such as a GPU: what one can compute ({@link io.barograph.core.device.Device}), and who
 * finds it ({@link io.barograph.core.device.DeviceProvider}). A device returns the same bits as the cores do, or fails.
 */
@NullMarked
package io.barograph.core.device;

import org.jspecify.annotations.NullMarked;
