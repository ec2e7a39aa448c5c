package io.barograph.formats.output;

import io.barograph.formats.text.Compression;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what is written to another stream. Sinks flush at their end and close nothing, so it is the flush that completes
 * the file; what would follow it is another member, or frame, which readers take for more of the same text. Without a flush, the file is
 * not whole, as befits one that nobody will see.
 */
final class CompressedStream extends FilterOutputStream {
    private final Compression compression;
    private @Nullable OutputStream member;
    private boolean anyMember;

    CompressedStream(OutputStream out, Compression compression) {
        super(out);
        this.compression = compression;
    }

    private OutputStream member() throws IOException {
        if (member == null) {
            member = compression.compress(new Unclosed(out));
            anyMember = true;
        }
        return member;
    }

    @Override
    public void write(int value) throws IOException {
        member().write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        member().write(bytes, from, length);
    }

    /** Ends the member; of an empty text there is an empty one. */
    @Override
    public void flush() throws IOException {
        if (member != null || !anyMember) {
            // Only its close gives back what it takes outside of the heap.
            member().close();
            member = null;
        }
        out.flush();
    }

    /** A stream that stays open when the member that is written to it is closed. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() {}
    }
}
