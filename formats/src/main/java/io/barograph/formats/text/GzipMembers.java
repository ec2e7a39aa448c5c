package io.barograph.formats.text;

import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The text of a gzip file: that of all its members, one behind the other.
 *
 * <p>The JDK's stream takes whatever is no whole header behind a member for the end of the file, so a file cut there, or with
 * something appended, would lose rows in silence. Here only zeros may follow, with which tapes and some tools fill blocks.
 */
final class GzipMembers implements CompressedText {
    private static final int INPUT_BYTES = 1 << 16;
    private static final int[] MAGIC = {0x1F, 0x8B};
    private static final int DEFLATE = 8;
    /** Of the header's flags: what stands between its fixed part and the data. */
    private static final int HEADER_CHECKSUM = 2;

    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    /** Behind the flags: time of writing, effort, system. */
    private static final int UNUSED_BYTES = 6;

    private static final int LITTLE_INT_BYTES = 4;

    private final StoredBytes file;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] input = new byte[INPUT_BYTES];
    private int next;
    private int limit;
    private long stored;
    private long text;
    private boolean first = true;
    private boolean within;

    GzipMembers(StoredBytes file) {
        this.file = file;
    }

    @Override
    public long stored() {
        return stored;
    }

    @Override
    public int read(byte[] target, int at, int length) throws IOException {
        int done = 0;
        while (done < length && (within || begin())) {
            int count = inflate(target, at + done, length - done);
            checksum.update(target, at + done, count);
            text += count;
            done += count;
            if (inflater.finished()) {
                end();
            }
        }
        return done;
    }

    private int inflate(byte[] target, int at, int length) throws IOException {
        try {
            int count = inflater.inflate(target, at, length);
            while (count == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw damaged();
                }
                if (!more()) {
                    throw cut();
                }
                inflater.setInput(input, next, limit - next);
                next = limit;
                count = inflater.inflate(target, at, length);
            }
            return count;
        } catch (DataFormatException e) {
            throw damaged();
        }
    }

    /** Whether there is another member; reads its header. */
    private boolean begin() throws IOException {
        if (!more()) {
            return false;
        }
        if (!first && input[next] == 0) {
            passZeros();
            return false;
        }
        for (int expected : MAGIC) {
            if (readByte() != expected) {
                throw first ? damaged() : followed();
            }
        }
        if (readByte() != DEFLATE) {
            throw damaged();
        }
        int flags = readByte();
        skip(UNUSED_BYTES);
        if ((flags & EXTRA) != 0) {
            skip(readByte() | readByte() << Byte.SIZE);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(Short.BYTES);
        }
        within = true;
        first = false;
        inflater.setInput(input, next, limit - next);
        next = limit;
        return true;
    }

    /** Compares the member's trailer with what was read of it. */
    private void end() throws IOException {
        next = limit - inflater.getRemaining();
        if (readInt() != (int) checksum.getValue() || readInt() != (int) inflater.getBytesWritten()) {
            throw damaged();
        }
        inflater.reset();
        checksum.reset();
        within = false;
    }

    private void passZeros() throws IOException {
        while (more()) {
            if (input[next++] != 0) {
                throw followed();
            }
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            readByte();
        }
    }

    private void skipText() throws IOException {
        while (readByte() != 0) {
            // its end is what is looked for
        }
    }

    private int readInt() throws IOException {
        int value = 0;
        for (int i = 0; i < LITTLE_INT_BYTES; i++) {
            value |= readByte() << i * Byte.SIZE;
        }
        return value;
    }

    private int readByte() throws IOException {
        if (!more()) {
            throw cut();
        }
        return Byte.toUnsignedInt(input[next++]);
    }

    /** Whether there is input that nobody took yet, reading on where there is none. */
    private boolean more() throws IOException {
        if (next == limit) {
            int count = file.read(stored, input, 0, input.length);
            if (count <= 0) {
                return false;
            }
            next = 0;
            limit = count;
            stored += count;
        }
        return true;
    }

    private IOException cut() {
        return failure("its gzip data end in the midst, behind %,d bytes of text");
    }

    private IOException damaged() {
        return failure("its gzip data are damaged, behind %,d bytes of text");
    }

    private IOException followed() {
        return failure("something that is no gzip follows its %,d bytes of text");
    }

    private IOException failure(String what) {
        return new IOException(String.format(Locale.ROOT, what, text)
                + "; copy the file again, or take what can be read: gzip -dc FILE > part");
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }
}
