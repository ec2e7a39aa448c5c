package io.barograph.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** The kernels of one file of {@code src/main/cuda}, compiled by the driver for the GPU that is at hand. */
final class Kernels implements AutoCloseable {
    private final String file;
    private final long module;

    /** @param file its name without ending */
    Kernels(String file) {
        this.file = file;
        byte[] ptx = ptx(file);
        // Ends with the 0 that the driver looks for.
        ByteBuffer text = MemoryUtil.memCalloc(ptx.length + 1);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer pointer = stack.mallocPointer(1);
            text.put(0, ptx);
            Cuda.check(CU.cuModuleLoadData(pointer, text), "compiling " + file);
            module = pointer.get(0);
        } finally {
            MemoryUtil.memFree(text);
        }
    }

    private static byte[] ptx(String file) {
        try (InputStream stream = Kernels.class.getResourceAsStream(file + ".ptx")) {
            if (stream == null) {
                throw new IllegalStateException("no kernels " + file);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A kernel by its name in the source. */
    Kernel find(String name) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer function = stack.mallocPointer(1);
            Cuda.check(CU.cuModuleGetFunction(function, module, name), "finding " + name + " of " + file);
            return new Kernel(name, function.get(0));
        }
    }

    @Override
    public void close() {
        // Fails only where an earlier call has, whose failure is the one to report.
        CU.cuModuleUnload(module);
    }

    /** One kernel, as long as its file is open. */
    static final class Kernel {
        private final String name;
        private final long function;

        private Kernel(String name, long function) {
            this.name = name;
            this.function = function;
        }

        /**
         * Runs it and waits for its end.
         *
         * @param width blocks along x, at most 2^31 - 1
         * @param height blocks along y, at most 65,535
         * @param threads of a block
         * @param arguments addresses and numbers in the kernel's order; of an int, the lower half, which comes first on every machine
         *     that CUDA runs on
         */
        void run(int width, int height, int threads, long... arguments) {
            launch(width, height, threads, 0, arguments);
            Cuda.check(CU.cuCtxSynchronize(), name);
        }

        /** Has a stream run it behind what that has to do before; as {@link #run} in all else. */
        void start(CudaStream stream, int width, int threads, long... arguments) {
            launch(width, 1, threads, stream.handle(), arguments);
        }

        private void launch(int width, int height, int threads, long stream, long... arguments) {
            try (MemoryStack stack = MemoryStack.stackPush()) {
                long values = MemoryUtil.memAddress(stack.longs(arguments));
                PointerBuffer pointers = stack.mallocPointer(arguments.length);
                for (int i = 0; i < arguments.length; i++) {
                    pointers.put(i, values + (long) Long.BYTES * i);
                }
                Cuda.check(
                        CU.cuLaunchKernel(function, width, height, 1, threads, 1, 1, 0, stream, pointers, null), name);
            }
        }
    }
}
