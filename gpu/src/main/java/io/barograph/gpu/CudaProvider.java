package io.barograph.gpu;

import io.barograph.core.device.Device;
import io.barograph.core.device.DeviceProvider;

/** The first NVIDIA GPU that the driver shows; {@code CUDA_VISIBLE_DEVICES} chooses another. */
public final class CudaProvider implements DeviceProvider {
    @Override
    public Device open() {
        return CudaDevice.open();
    }
}
