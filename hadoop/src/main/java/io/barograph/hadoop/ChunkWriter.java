package io.barograph.hadoop;

import java.io.IOException;

/** Where chunks go in a task of Hadoop's. */
@FunctionalInterface
interface ChunkWriter extends AutoCloseable {
    void write(int partition, byte[] chunk) throws IOException, InterruptedException;

    @Override
    default void close() throws IOException, InterruptedException {}
}
