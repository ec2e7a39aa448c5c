package io.barograph.local;

/** Some output of one unit on its way from the worker that made it to the sink. */
interface OutputChunk {
    /** Bytes of heap that it takes. */
    long memoryBytes();

    /** Gives everything to the answer. */
    void deliver(Answer answer);
}
