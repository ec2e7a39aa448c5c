package io.barograph.gpu;

import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** An array in a GPU's memory. Arrays of the heap are copied through a small buffer, since the driver cannot read those in place. */
final class DeviceArray implements Holdings.Holding {
    /** Elements that are copied at once: 2 MiB of doubles. */
    private static final int CHUNK = 1 << 18;

    private static final String TO_GPU = "copying to the GPU";
    private static final String FROM_GPU = "copying from the GPU";

    private final long address;

    private DeviceArray(long address) {
        this.address = address;
    }

    /** Room for so many bytes, whose content is undefined. */
    static DeviceArray allocate(long bytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer pointer = stack.mallocPointer(1);
            Cuda.check(CU.cuMemAlloc(pointer, Math.max(1, bytes)), (bytes + (1 << 20) - 1 >> 20) + " MiB more");
            return new DeviceArray(pointer.get(0));
        }
    }

    /** A copy of an array. */
    static DeviceArray copyOf(double[] values) {
        DeviceArray array = allocate((long) Double.BYTES * values.length);
        try {
            array.set(0, values, values.length);
            return array;
        } catch (Throwable failure) {
            array.close();
            throw failure;
        }
    }

    /** Copies so many values to a place of the array, which is taken as one of doubles. */
    void set(long at, double[] values, int count) {
        DoubleBuffer buffer = MemoryUtil.memAllocDouble(Math.min(CHUNK, Math.max(1, count)));
        try {
            for (int from = 0; from < count; from += CHUNK) {
                buffer.clear();
                buffer.put(values, from, Math.min(CHUNK, count - from)).flip();
                Cuda.check(CU.cuMemcpyHtoD(address + Double.BYTES * (at + from), buffer), TO_GPU);
            }
        } finally {
            MemoryUtil.memFree(buffer);
        }
    }

    /** As a kernel's argument. */
    long address() {
        return address;
    }

    /** Sets so many words of 32 bits. */
    void fill(int word, long count) {
        Cuda.check(CU.cuMemsetD32(address, word, count), "setting the GPU's memory");
    }

    /** Has a stream set so many words of 32 bits. */
    void fill(CudaStream stream, int word, long count) {
        Cuda.check(CU.cuMemsetD32Async(address, word, count, stream.handle()), "setting the GPU's memory");
    }

    /** Has a stream copy a buffer's first bytes to the beginning; nobody may change them until it has. */
    void copyFrom(PinnedBuffer buffer, long bytes, CudaStream stream) {
        Cuda.check(CU.ncuMemcpyHtoDAsync(address, buffer.address(), bytes, stream.handle()), TO_GPU);
    }

    /** Has a stream copy the first bytes to a buffer, which holds them once it has. */
    void copyTo(PinnedBuffer buffer, long bytes, CudaStream stream) {
        Cuda.check(CU.ncuMemcpyDtoHAsync(buffer.address(), address, bytes, stream.handle()), FROM_GPU);
    }

    /** Copies the first values to a buffer of the driver's, which takes so many. */
    void copyTo(LongBuffer buffer) {
        Cuda.check(CU.cuMemcpyDtoH(buffer, address), FROM_GPU);
    }

    void copyTo(long[] values) {
        copyTo(0, values, values.length);
    }

    /** Copies so many values from a place of the array on, which is taken as one of longs. */
    void copyTo(long at, long[] values, int size) {
        LongBuffer buffer = MemoryUtil.memAllocLong(Math.min(CHUNK, Math.max(1, size)));
        try {
            for (int from = 0; from < size; from += CHUNK) {
                int count = Math.min(CHUNK, size - from);
                buffer.clear().limit(count);
                Cuda.check(CU.cuMemcpyDtoH(buffer, address + Long.BYTES * (at + from)), FROM_GPU);
                buffer.get(values, from, count);
            }
        } finally {
            MemoryUtil.memFree(buffer);
        }
    }

    void copyTo(double[] values, int size) {
        DoubleBuffer buffer = MemoryUtil.memAllocDouble(Math.min(CHUNK, Math.max(1, size)));
        try {
            for (int from = 0; from < size; from += CHUNK) {
                int count = Math.min(CHUNK, size - from);
                buffer.clear().limit(count);
                Cuda.check(CU.cuMemcpyDtoH(buffer, address + (long) Double.BYTES * from), FROM_GPU);
                buffer.get(values, from, count);
            }
        } finally {
            MemoryUtil.memFree(buffer);
        }
    }

    void copyTo(int[] values) {
        copyTo(0, values, values.length);
    }

    /** Copies so many values from a place of the array on, which is taken as one of ints. */
    void copyTo(long at, int[] values, int size) {
        IntBuffer buffer = MemoryUtil.memAllocInt(Math.min(CHUNK, Math.max(1, size)));
        try {
            for (int from = 0; from < size; from += CHUNK) {
                int count = Math.min(CHUNK, size - from);
                buffer.clear().limit(count);
                Cuda.check(CU.cuMemcpyDtoH(buffer, address + Integer.BYTES * (at + from)), FROM_GPU);
                buffer.get(values, from, count);
            }
        } finally {
            MemoryUtil.memFree(buffer);
        }
    }

    @Override
    public void close() {
        // Fails only where an earlier call has, whose failure is the one to report.
        CU.cuMemFree(address);
    }
}
