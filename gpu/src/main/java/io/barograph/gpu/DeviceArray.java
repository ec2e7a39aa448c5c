package io.barograph.gpu;

import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** An array in a GPU's memory. Arrays of the heap are copied through a small buffer, since the driver cannot read those in place. */
final class DeviceArray implements AutoCloseable {
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

    void copyTo(long[] values) {
        LongBuffer buffer = MemoryUtil.memAllocLong(Math.min(CHUNK, Math.max(1, values.length)));
        try {
            for (int from = 0; from < values.length; from += CHUNK) {
                int count = Math.min(CHUNK, values.length - from);
                buffer.clear().limit(count);
                Cuda.check(CU.cuMemcpyDtoH(buffer, address + (long) Long.BYTES * from), FROM_GPU);
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
        IntBuffer buffer = MemoryUtil.memAllocInt(Math.min(CHUNK, Math.max(1, values.length)));
        try {
            for (int from = 0; from < values.length; from += CHUNK) {
                int count = Math.min(CHUNK, values.length - from);
                buffer.clear().limit(count);
                Cuda.check(CU.cuMemcpyDtoH(buffer, address + (long) Integer.BYTES * from), FROM_GPU);
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
