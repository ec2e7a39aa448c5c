package io.barograph.gpu;

import static org.lwjgl.cuda.CU.CU_EVENT_BLOCKING_SYNC;
import static org.lwjgl.cuda.CU.CU_EVENT_DISABLE_TIMING;

import org.lwjgl.PointerBuffer;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.MemoryStack;

/** A place in a stream that others wait for. */
final class CudaEvent implements Holdings.Holding {
    private final long handle;

    CudaEvent() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer pointer = stack.mallocPointer(1);
            // Waiting threads sleep: the cores are others' meanwhile.
            Cuda.check(CU.cuEventCreate(pointer, CU_EVENT_DISABLE_TIMING | CU_EVENT_BLOCKING_SYNC), "making an event");
            handle = pointer.get(0);
        }
    }

    long handle() {
        return handle;
    }

    /** Sets the place: behind all that the stream has been given so far. */
    void record(CudaStream stream) {
        Cuda.check(CU.cuEventRecord(handle, stream.handle()), "marking a stream");
    }

    /**
     * Has this thread wait until the stream has come there.
     *
     * @param what the stream does, for whoever is told that it failed
     */
    void await(String what) {
        Cuda.check(CU.cuEventSynchronize(handle), what);
    }

    @Override
    public void close() {
        // Fails only where an earlier call has, whose failure is the one to report.
        CU.cuEventDestroy(handle);
    }
}
