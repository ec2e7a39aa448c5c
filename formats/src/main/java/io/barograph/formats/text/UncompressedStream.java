package io.barograph.formats.text;

import java.io.IOException;
import java.io.InputStream;

/** The text of something compressed, as a stream. */
final class UncompressedStream extends InputStream {
    private final CompressedText text;

    UncompressedStream(CompressedText text) {
        this.text = text;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return text.read(one, 0, 1) == 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int at, int length) throws IOException {
        int count = text.read(target, at, length);
        return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
