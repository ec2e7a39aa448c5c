package io.barograph.formats.parquet;

/** Integers as bit-packed differences in blocks of mini-blocks. (Parquet format, "Encodings", DELTA_BINARY_PACKED = 5.) */
final class DeltaBinaryPacked {
    private static final int MAX_MINI = 1 << 16;

    private byte[] bytes = {};
    private int at;
    private int end;
    private long[] mini = new long[32];
    private int miniSize;
    private int miniBlocks;
    /** Where the widths of the block's mini-blocks stand. */
    private int widths;

    private int miniInBlock;
    private long minDelta;
    private long last;
    /** Values not yet taken: those of the mini-block at hand are {@code mini[next .. filled)}. */
    private int total;

    private int next;
    private int filled;
    private boolean firstTaken;

    /** @param bytes with {@link Bytes#SLACK} behind {@code to} */
    void begin(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        long blockSize = varint();
        long blocks = varint();
        long count = varint();
        last = zigzag();
        if (blocks < 1
                || blockSize < blocks
                || blockSize % blocks != 0
                || blockSize / blocks % 8 != 0
                || blockSize / blocks > MAX_MINI
                || blocks > MAX_MINI) {
            throw new Damage("blocks of " + blockSize + " values in " + blocks + " parts");
        }
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new Damage(count + " values in a page");
        }
        miniSize = (int) (blockSize / blocks);
        miniBlocks = (int) blocks;
        miniInBlock = miniBlocks;
        if (mini.length < miniSize) {
            mini = new long[miniSize];
        }
        total = (int) count;
        next = 0;
        filled = 0;
        firstTaken = false;
    }

    /** Values not yet read. */
    int remaining() {
        return total;
    }

    void read(long[] out, int from, int count) {
        if (count > total) {
            throw new Damage("its values end early");
        }
        int done = 0;
        if (count > 0 && !firstTaken) {
            firstTaken = true;
            out[from] = last;
            total--;
            done = 1;
        }
        while (done < count) {
            if (next == filled) {
                fill();
            }
            int take = Math.min(filled - next, count - done);
            System.arraycopy(mini, next, out, from + done, take);
            next += take;
            total -= take;
            done += take;
        }
    }

    /** The position behind the last value, once all are read. */
    int endPosition() {
        // Mini-blocks of a block that hold no values take no bytes.
        return at;
    }

    private void fill() {
        if (miniInBlock == miniBlocks) {
            minDelta = zigzag();
            widths = at;
            Bytes.check(at, miniBlocks, end);
            at += miniBlocks;
            miniInBlock = 0;
        }
        int width = bytes[widths + miniInBlock++] & 0xFF;
        if (width > 64) {
            throw new Damage("differences of " + width + " bits");
        }
        long size = (long) miniSize * width >> 3;
        Bytes.check(at, size, end);
        long value = last;
        long bit = (long) at << 3;
        long mask = width == 64 ? -1L : (1L << width) - 1;
        for (int i = 0; i < miniSize; i++) {
            int index = (int) (bit >>> 3);
            int shift = (int) (bit & 7);
            long packed = Bytes.longAt(bytes, index) >>> shift;
            if (shift + width > 64) {
                packed |= (long) bytes[index + 8] << 64 - shift;
            }
            value += minDelta + (packed & mask);
            mini[i] = value;
            bit += width;
        }
        at += (int) size;
        next = 0;
        filled = Math.min(miniSize, total);
        last = mini[miniSize - 1];
    }

    private long varint() {
        long result = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            Bytes.check(at, 1, end);
            byte part = bytes[at++];
            result |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return result;
            }
        }
        throw new Damage("a number has no end");
    }

    private long zigzag() {
        long raw = varint();
        return raw >>> 1 ^ -(raw & 1);
    }
}
