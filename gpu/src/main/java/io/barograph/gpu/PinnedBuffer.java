package io.barograph.gpu;

import java.nio.ByteBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** Memory of this machine that a GPU copies from and to while the cores do something else: it never moves. */
final class PinnedBuffer implements Holdings.Holding {
    private final ByteBuffer bytes;

    /** @param size in bytes; of 0 nothing is held */
    PinnedBuffer(int size) {
        if (size == 0) {
            bytes = ByteBuffer.allocateDirect(0);
            return;
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer pointer = stack.mallocPointer(1);
            Cuda.check(CU.cuMemAllocHost(pointer, size), "pinning memory");
            bytes = MemoryUtil.memByteBuffer(pointer.get(0), size);
        }
    }

    /** All of it, in this machine's byte order; not to be used behind {@link #close}. */
    ByteBuffer bytes() {
        return bytes;
    }

    long address() {
        return MemoryUtil.memAddress0(bytes);
    }

    @Override
    public void close() {
        if (bytes.capacity() > 0) {
            // Fails only where an earlier call has, whose failure is the one to report.
            CU.ncuMemFreeHost(address());
        }
    }
}
