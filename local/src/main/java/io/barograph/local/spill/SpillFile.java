package io.barograph.local.spill;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.Interruption;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One temporary file: blocks of bytes are appended, and read again by their offsets. Any number of threads may append and
 * read at once.
 */
public final class SpillFile implements AutoCloseable {
    /** Longer transfers are cut: the JDK copies each through a buffer of its own, outside the heap, one per thread. */
    private static final int MOST_AT_ONCE = 1 << 18;

    private final SpillSpace space;
    private final FileChannel channel;
    private final String content;
    private final AtomicLong end = new AtomicLong();

    SpillFile(SpillSpace space, FileChannel channel, String content) {
        this.space = space;
        this.channel = channel;
        this.content = content;
    }

    /**
     * Appends the first bytes of an array.
     *
     * @return the offset to read them from again
     * @throws BarographException DISK_FULL or IO_ERROR
     */
    public long append(byte[] bytes, int length) {
        long offset = end.getAndAdd(length);
        try {
            for (int done = 0; done < length; ) {
                ByteBuffer part = ByteBuffer.wrap(bytes, done, Math.min(MOST_AT_ONCE, length - done));
                while (part.hasRemaining()) {
                    channel.write(part, offset + part.position());
                }
                done = part.position();
            }
        } catch (IOException failed) {
            throw failure(failed, length);
        }
        space.wrote(length);
        return offset;
    }

    /** Fills the first bytes of an array with what was appended at an offset. */
    public void read(long offset, byte[] target, int length) {
        read(offset, target, 0, length);
    }

    /** Fills a part of an array with what was appended at an offset. */
    public void read(long offset, byte[] target, int at, int length) {
        try {
            for (int done = 0; done < length; ) {
                ByteBuffer part = ByteBuffer.wrap(target, at + done, Math.min(MOST_AT_ONCE, length - done));
                int count = channel.read(part, offset + done);
                if (count < 0) {
                    throw new EOFException("it ends before byte " + (offset + length));
                }
                done += count;
            }
        } catch (IOException failed) {
            throw failure(failed, 0);
        }
    }

    private BarographException failure(IOException failed, int more) {
        return failed instanceof ClosedByInterruptException
                ? Interruption.of(failed)
                : space.failure(failed, content, more);
    }

    /** Bytes appended so far. */
    public long size() {
        return end.get();
    }

    /** Deletes the file. Closing again does nothing. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        space.closed(this, end.get());
        try {
            channel.close();
        } catch (IOException failed) {
            throw space.failure(failed, content, 0);
        }
    }
}
