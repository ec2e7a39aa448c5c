package io.barograph.formats.text;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text of a zstd file: that of all its frames, one behind the other.
 *
 * <p>The library's stream takes the end of the file for the end of the text where a frame begins in the buffer in which
 * another ended, so a file cut there would lose rows in silence.
 */
final class ZstdFrames implements CompressedText {
    private static final int BUFFER_BYTES = 1 << 17;

    private final StoredBytes file;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final byte[] chunk = new byte[BUFFER_BYTES];
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private long stored;
    private long text;
    private boolean within;

    ZstdFrames(StoredBytes file) {
        this.file = file;
    }

    @Override
    public int read(byte[] target, int at, int length) throws IOException {
        int done = 0;
        while (done < length && (output.hasRemaining() || decompress())) {
            int count = Math.min(length - done, output.remaining());
            output.get(target, at + done, count);
            done += count;
            text += count;
        }
        return done;
    }

    /** Fills the output with what comes next, perhaps nothing yet; false at the end. */
    private boolean decompress() throws IOException {
        // A full output may have left some behind, for which no more input is needed.
        boolean full = within && output.limit() == BUFFER_BYTES;
        if (!input.hasRemaining() && !more() && !full) {
            if (within) {
                throw damaged(null);
            }
            return false;
        }
        output.clear();
        try {
            within = !context.decompressDirectByteBufferStream(output, input);
        } catch (ZstdException e) {
            throw damaged(e);
        }
        output.flip();
        return true;
    }

    private boolean more() throws IOException {
        int count = file.read(stored, chunk, 0, BUFFER_BYTES);
        if (count <= 0) {
            return false;
        }
        stored += count;
        input.clear().put(chunk, 0, count).flip();
        return true;
    }

    private IOException damaged(@Nullable ZstdException cause) {
        return new IOException(
                String.format(
                        Locale.ROOT,
                        "its zstd data are cut or damaged, or need a dictionary or a window of more than 128 MiB, behind"
                                + " %,d bytes of text; copy the file again, or take what can be read: zstd -dc --long=31 FILE > part",
                        text),
                cause);
    }

    @Override
    public long stored() {
        return stored;
    }

    @Override
    public void close() throws IOException {
        context.close();
        file.close();
    }
}
