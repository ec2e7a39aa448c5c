package io.barograph.gpu;

import static org.lwjgl.cuda.CU.CU_STREAM_NON_BLOCKING;

import org.lwjgl.PointerBuffer;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.MemoryStack;

/** Work of a GPU that is done in its order, beside that of others. */
final class CudaStream implements Holdings.Holding {
    private final long handle;

    CudaStream() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer pointer = stack.mallocPointer(1);
            Cuda.check(CU.cuStreamCreate(pointer, CU_STREAM_NON_BLOCKING), "opening a stream");
            handle = pointer.get(0);
        }
    }

    long handle() {
        return handle;
    }

    /** Has what comes next here wait until another stream has reached an event. */
    void waitFor(CudaEvent event) {
        Cuda.check(CU.cuStreamWaitEvent(handle, event.handle(), 0), "waiting for a stream");
    }

    /**
     * Has this thread wait until all is done.
     *
     * @param what the stream does, for whoever is told that it failed
     */
    void await(String what) {
        Cuda.check(CU.cuStreamSynchronize(handle), what);
    }

    /** Waits for what is under way, so that nothing is given back that it uses. */
    @Override
    public void close() {
        // Both fail only where an earlier call has, whose failure is the one to report.
        CU.cuStreamSynchronize(handle);
        CU.cuStreamDestroy(handle);
    }
}
