package io.barograph.local;

/** Where a task's chunks go: to the host, which carries them to the task that reads their partition. */
@FunctionalInterface
public interface ChunkTarget {
    /** Takes a chunk, whose bytes are the target's from now on. */
    void send(int partition, byte[] chunk);
}
