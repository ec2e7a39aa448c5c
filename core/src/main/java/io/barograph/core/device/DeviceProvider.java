package io.barograph.core.device;

/** Finds a device of this machine; found with {@link java.util.ServiceLoader}. Stateless. */
public interface DeviceProvider {
    /**
     * Opens the device, which is the caller's to close.
     *
     * @throws io.barograph.core.error.BarographException {@code UNAVAILABLE} where there is none; the message is one sentence that says
     *     why
     */
    Device open();
}
