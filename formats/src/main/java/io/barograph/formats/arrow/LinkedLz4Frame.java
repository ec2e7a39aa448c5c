package io.barograph.formats.arrow;

import java.io.IOException;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * An LZ4 frame whose blocks repeat bytes of the blocks before them, as Arrow's own writers make of all that is larger than a
 * block. lz4-java reads frames of independent blocks only, but its block decompressor serves: a block begins with bytes that
 * stand for themselves, so the 64 KiB before it, put in front of these, are unpacked as part of it and can be referred to.
 * (LZ4 frame format 1.6.4, LZ4 block format.)
 */
final class LinkedLz4Frame {
    private static final int MAGIC = 0x184D2204;
    private static final int VERSION_MASK = 0xC0;
    private static final int VERSION = 0x40;
    private static final int INDEPENDENT = 0x20;
    private static final int BLOCK_CHECKSUM = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int CONTENT_CHECKSUM = 0x04;
    private static final int DICTIONARY = 0x01;
    private static final int UNCOMPRESSED = 0x8000_0000;

    /** References reach so far back. */
    private static final int WINDOW = 0xFFFF;
    /** A length in a token's half that goes on behind it. */
    private static final int OPEN_LENGTH = 15;

    private static final int FULL_BYTE = 255;

    private final LZ4SafeDecompressor decompressor = LZ4Factory.safeInstance().safeDecompressor();
    private final XXHash32 hash = XXHashFactory.safeInstance().hash32();
    private final byte[] source;
    private final int end;
    private int at;
    private byte[] joined = {};
    private byte[] unpacked = {};

    private LinkedLz4Frame(byte[] source, int from, int end) {
        this.source = source;
        this.at = from;
        this.end = end;
    }

    /** Whether the bytes begin as such a frame does. */
    static boolean isAt(byte[] bytes, int from, int end) {
        return end - from > Integer.BYTES
                && (int) Body.INT.get(bytes, from) == MAGIC
                && (bytes[from + Integer.BYTES] & (VERSION_MASK | INDEPENDENT)) == VERSION;
    }

    /**
     * Decompresses the frame in {@code source[from .. end)}.
     *
     * @param target filled from 0, with at most {@code size} bytes
     * @return how many it has become
     * @throws IOException in words, where the bytes are no such frame, a checksum is wrong, or it becomes more
     */
    static int decompress(byte[] source, int from, int end, byte[] target, int size) throws IOException {
        try {
            return new LinkedLz4Frame(source, from, end).run(target, size);
        } catch (LZ4Exception | IndexOutOfBoundsException garbage) {
            throw damaged("a block makes no sense");
        }
    }

    private int run(byte[] target, int size) throws IOException {
        int start = at + Integer.BYTES;
        at = start;
        int flags = next();
        int blockBytes = blockBytes(next());
        at += (flags & CONTENT_SIZE) != 0 ? Long.BYTES : 0;
        if ((flags & DICTIONARY) != 0) {
            throw new IOException("its lz4 data need a dictionary, which is not read; write it without");
        }
        need(1);
        if ((byte) (hash.hash(source, start, at - start, 0) >>> Byte.SIZE) != source[at++]) {
            throw damaged("the checksum of a frame's beginning is wrong");
        }
        int filled = 0;
        while (true) {
            int length = nextInt();
            if (length == 0) {
                break;
            }
            int bytes = length & ~UNCOMPRESSED;
            if (bytes > blockBytes) {
                throw damaged("a block of " + bytes + " bytes");
            }
            need(bytes);
            filled += (length & UNCOMPRESSED) != 0
                    ? copy(bytes, target, filled, size)
                    : unpack(bytes, target, filled, Math.min(blockBytes, size - filled));
            int block = at;
            at += bytes;
            if ((flags & BLOCK_CHECKSUM) != 0) {
                check(source, block, bytes);
            }
        }
        if ((flags & CONTENT_CHECKSUM) != 0) {
            check(target, 0, filled);
        }
        return filled;
    }

    private static int blockBytes(int description) throws IOException {
        int code = description >>> 4 & 7;
        if (code < 4) {
            throw damaged("blocks of a size of no meaning");
        }
        return 1 << 8 + 2 * code;
    }

    private int copy(int bytes, byte[] target, int filled, int size) throws IOException {
        if (bytes > size - filled) {
            throw damaged("it becomes more than is announced");
        }
        System.arraycopy(source, at, target, filled, bytes);
        return bytes;
    }

    private int unpack(int bytes, byte[] target, int filled, int room) throws IOException {
        if (filled == 0) {
            return decompressor.decompress(source, at, bytes, target, 0, room);
        }
        int window = Math.min(filled, WINDOW);
        int joinedBytes = join(bytes, target, filled - window, window);
        unpacked = atLeast(unpacked, window + room);
        int got = decompressor.decompress(joined, 0, joinedBytes, unpacked, 0, window + room) - window;
        System.arraycopy(unpacked, window, target, filled, got);
        return got;
    }

    /** Makes a block that begins with the window, and gives its length. */
    private int join(int bytes, byte[] target, int windowStart, int window) throws IOException {
        int blockEnd = at + bytes;
        int token = source[at] & 0xFF;
        int literals = token >>> 4;
        int rest = at + 1;
        if (literals == OPEN_LENGTH) {
            int more;
            do {
                if (rest == blockEnd) {
                    throw damaged("a block ends in the midst");
                }
                more = source[rest++] & 0xFF;
                literals += more;
            } while (more == FULL_BYTE);
        }
        literals += window;
        joined = atLeast(joined, bytes + window + literals / FULL_BYTE + 2);
        int to = 0;
        joined[to++] = (byte) (Math.min(literals, OPEN_LENGTH) << 4 | token & 0xF);
        if (literals >= OPEN_LENGTH) {
            int left = literals - OPEN_LENGTH;
            for (; left >= FULL_BYTE; left -= FULL_BYTE) {
                joined[to++] = (byte) FULL_BYTE;
            }
            joined[to++] = (byte) left;
        }
        System.arraycopy(target, windowStart, joined, to, window);
        System.arraycopy(source, rest, joined, to + window, blockEnd - rest);
        return to + window + blockEnd - rest;
    }

    private static byte[] atLeast(byte[] bytes, int length) {
        return bytes.length >= length ? bytes : new byte[length];
    }

    private void check(byte[] bytes, int from, int length) throws IOException {
        if (hash.hash(bytes, from, length, 0) != nextInt()) {
            throw damaged("a checksum is wrong");
        }
    }

    private int next() throws IOException {
        need(1);
        return source[at++] & 0xFF;
    }

    private int nextInt() throws IOException {
        need(Integer.BYTES);
        int value = (int) Body.INT.get(source, at);
        at += Integer.BYTES;
        return value;
    }

    private void need(int bytes) throws IOException {
        if (bytes > end - at) {
            throw damaged("they end early");
        }
    }

    private static IOException damaged(String why) {
        return new IOException("its lz4 data are damaged (" + why + ")");
    }
}
