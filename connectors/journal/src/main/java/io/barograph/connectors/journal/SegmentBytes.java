package io.barograph.connectors.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of one segment by their positions, a piece of which is in memory. Used by one thread. */
final class SegmentBytes implements Closeable {
    private static final int CHUNK_BYTES = 1 << 18;

    final long base;
    private final FileChannel channel;
    private byte[] bytes = new byte[CHUNK_BYTES];
    /** Position of the first byte in memory. */
    private long first;

    private int count;
    private long forcedTo;

    SegmentBytes(Path file, long base) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.base = base;
    }

    /** Brings bytes into memory and says where in {@link #bytes} they begin; -1 where the segment has fewer now. */
    int find(long position, int wanted) throws IOException {
        if (position >= first && position + wanted <= first + count) {
            return (int) (position - first);
        }
        if (bytes.length < wanted || bytes.length > CHUNK_BYTES && wanted <= CHUNK_BYTES) {
            bytes = new byte[Math.max(CHUNK_BYTES, wanted)];
        }
        first = position;
        count = 0;
        ByteBuffer target = ByteBuffer.wrap(bytes);
        while (count < wanted) {
            int read = channel.read(target, position - base + count);
            if (read < 0) {
                return -1;
            }
            count += read;
        }
        return 0;
    }

    /** Those in memory; another array after {@link #find}. */
    byte[] bytes() {
        return bytes;
    }

    /** What is in memory may have changed. */
    void forget() {
        count = 0;
    }

    /** The position behind the segment's last byte now. */
    long end() throws IOException {
        return base + channel.size();
    }

    /** What was read up to a position will be there after a power failure, too. */
    void force(long position) throws IOException {
        if (position > forcedTo) {
            long end = end();
            channel.force(false);
            forcedTo = end;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
