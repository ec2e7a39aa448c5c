package io.barograph.gpu;

import static org.lwjgl.cuda.CU.CUDA_ERROR_LAUNCH_TIMEOUT;
import static org.lwjgl.cuda.CU.CUDA_ERROR_NO_BINARY_FOR_GPU;
import static org.lwjgl.cuda.CU.CUDA_ERROR_OUT_OF_MEMORY;
import static org.lwjgl.cuda.CU.CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
import static org.lwjgl.cuda.CU.CUDA_SUCCESS;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.lwjgl.PointerBuffer;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.MemoryStack;

/** CUDA's driver: what its calls return. */
final class Cuda {
    private static final String WAY_OUT = "; without --gpu the CPU computes the same bits";

    private Cuda() {}

    /** Why it cannot be loaded; a class that failed once says no more why. */
    private static @Nullable BarographException lacking;

    /**
     * Loads the driver's library and begins to use it.
     *
     * @throws BarographException {@code UNAVAILABLE} where it cannot be loaded, or finds no GPU
     */
    static void load() {
        loadLibraries();
        int result = CU.cuInit(0);
        if (result != CUDA_SUCCESS) {
            throw new BarographException(
                    ErrorCode.UNAVAILABLE, "NVIDIA's driver finds no GPU that works: " + describe(result));
        }
    }

    private static synchronized void loadLibraries() {
        if (lacking == null) {
            try {
                NativeLibraries.load();
                return;
            } catch (BarographException failure) {
                lacking = failure;
            }
        }
        throw new BarographException(lacking.code(), String.valueOf(lacking.getMessage()), lacking);
    }

    /**
     * Checks what a call returned.
     *
     * @param what was being done, as in "copying to the GPU"
     */
    static void check(int result, String what) {
        if (result != CUDA_SUCCESS) {
            throw failure(result, what);
        }
    }

    private static BarographException failure(int result, String what) {
        return switch (result) {
            case CUDA_ERROR_OUT_OF_MEMORY ->
                new BarographException(
                        ErrorCode.OUT_OF_MEMORY, "the GPU's memory does not suffice for " + what + WAY_OUT);
            case CUDA_ERROR_LAUNCH_TIMEOUT ->
                new BarographException(
                        ErrorCode.UNAVAILABLE, "the GPU's driver ended " + what + ", which took it too long" + WAY_OUT);
            case CUDA_ERROR_UNSUPPORTED_PTX_VERSION, CUDA_ERROR_NO_BINARY_FOR_GPU ->
                new BarographException(
                        ErrorCode.UNAVAILABLE,
                        "the GPU's driver is too old for Barograph's kernels: " + describe(result) + WAY_OUT);
            default ->
                new BarographException(
                        ErrorCode.UNAVAILABLE, "the GPU failed at " + what + ": " + describe(result) + WAY_OUT);
        };
    }

    /** A result as the driver names it. */
    static String describe(int result) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer text = stack.mallocPointer(2);
            boolean isKnown = CU.cuGetErrorString(result, text.slice(0, 1)) == CUDA_SUCCESS
                    && CU.cuGetErrorName(result, text.slice(1, 1)) == CUDA_SUCCESS;
            return isKnown ? text.getStringUTF8(0) + " (" + text.getStringUTF8(1) + ")" : "CUDA error " + result;
        }
    }
}
