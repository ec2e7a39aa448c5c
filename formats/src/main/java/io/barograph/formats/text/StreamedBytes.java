package io.barograph.formats.text;

import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a stream, for those who read each of them once, from the first on. */
final class StreamedBytes implements StoredBytes {
    private final InputStream stream;
    private long position;

    StreamedBytes(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public long size() {
        throw new UnsupportedOperationException("a stream does not tell its length");
    }

    @Override
    public int read(long offset, byte[] target, int at, int length) throws IOException {
        if (offset != position) {
            throw new IllegalArgumentException("a stream is at " + position + ", not at " + offset);
        }
        int count = stream.read(target, at, length);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
