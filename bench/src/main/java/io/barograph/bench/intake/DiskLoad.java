package io.barograph.bench.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends to a file and forces it to disk, over and over: no journal can do more. */
final class DiskLoad implements Load {
    private static final long MOST_BYTES = 1L << 30;

    private final Path path;
    private final FileChannel file;
    private final ByteBuffer bytes;

    DiskLoad(Path path, int size) throws IOException {
        this.path = path;
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.bytes = ByteBuffer.allocateDirect(size);
    }

    /** As many rows as the bytes would hold. */
    @Override
    public int send() throws IOException {
        if (file.position() > MOST_BYTES) {
            file.truncate(0);
        }
        bytes.clear();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(false);
        return bytes.capacity() / (ROW.length() - 1);
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.delete(path);
    }
}
