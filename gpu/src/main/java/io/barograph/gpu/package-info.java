/**
 * The device of {@code core} on an NVIDIA GPU, by CUDA's driver: {@link io.barograph.gpu.CudaProvider} finds it, {@link
 * io.barograph.gpu.CudaDevice} holds it. Kernels are in {@code src/main/cuda}, and travel as PTX, which the driver compiles.
 */
@NullMarked
package io.barograph.gpu;

import org.jspecify.annotations.NullMarked;
