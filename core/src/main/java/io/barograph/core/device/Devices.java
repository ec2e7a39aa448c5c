package io.barograph.core.device;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ServiceLoader;

/** The device of this machine, by whichever {@link DeviceProvider} is there. */
public final class Devices {
    private Devices() {}

    /**
     * Opens the device, which is the caller's to close.
     *
     * @throws BarographException {@code UNAVAILABLE} where there is none; the message is one sentence that says why
     */
    public static Device open() {
        return ServiceLoader.load(DeviceProvider.class)
                .findFirst()
                .orElseThrow(() -> new BarographException(
                        ErrorCode.UNAVAILABLE, "Barograph's module for GPUs, barograph-gpu, is not on the class path"))
                .open();
    }
}
