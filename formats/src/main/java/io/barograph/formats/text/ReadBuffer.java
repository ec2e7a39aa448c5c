package io.barograph.formats.text;

import java.io.IOException;
import java.util.Arrays;

/**
 * A stretch of a text in memory, moved forward over it. Behind {@link #limit} there is room for reading whole words, and at
 * the text's end a line end that is not part of it, so that the last line needs no care.
 */
public final class ReadBuffer {
    /** What is read at once: with the columns of a batch it stays in a core's second-level cache. */
    public static final int CHUNK_BYTES = 1 << 17;

    /** Read beyond a split's end at first. */
    private static final int BEYOND = 1 << 12;

    /**
     * Reads of whole chunks end, and so the next ones begin, in the middle of a page. The JDK reads into a block of its own,
     * which begins a few bytes behind a page's begin, as malloc has it. Where a copy's target lies up to 63 bytes further in
     * its page than the source, some processors (AMD's Zen 3) copy at a quarter of their speed: 2 GB/s in place of 8.
     */
    private static final int PAGE_BYTES = 4096;

    private static final int PADDING = 64;
    private static final int USUAL_BYTES = 2 * CHUNK_BYTES + PADDING;

    private ByteSource source = ByteSource.NONE;

    /** Text from {@link #base}, up to {@link #limit}. */
    public byte[] bytes = new byte[USUAL_BYTES];

    public int limit;
    /** Offset of the first byte in the text. */
    public long base;
    /** Whether the text ends at {@link #limit}. */
    public boolean atEnd;

    /** Starts anew, at an offset of a text. */
    public void begin(ByteSource text, long offset) {
        source = text;
        base = offset;
        limit = 0;
        atEnd = false;
        if (bytes.length > USUAL_BYTES) {
            // A long record has widened it: one is no reason to go on so.
            bytes = new byte[USUAL_BYTES];
        }
    }

    /**
     * Shows a text that is in memory as a whole.
     *
     * @param text not copied; behind {@code end} stands a line end, and room for reading whole words
     * @param end where the text ends
     */
    public void show(byte[] text, int end) {
        bytes = text;
        base = 0;
        limit = end;
        atEnd = true;
    }

    /**
     * Forgets what lies before a position, which becomes 0, and reads on. Called again with the same first byte, it
     * widens, so that any record fits at last.
     */
    public void advance(int keepFrom, int wanted) throws IOException {
        int kept = Math.max(0, limit - keepFrom);
        int room = bytes.length - PADDING - kept;
        if (room < wanted) {
            byte[] wider = new byte[kept + Math.max(wanted + PADDING, bytes.length)];
            System.arraycopy(bytes, keepFrom, wider, 0, kept);
            bytes = wider;
        } else if (kept > 0 && keepFrom > 0) {
            System.arraycopy(bytes, keepFrom, bytes, 0, kept);
        }
        base += keepFrom;
        limit = kept;
        int count = source.read(base + kept, bytes, kept, wanted);
        limit += count;
        if (count < wanted) {
            atEnd = true;
            Arrays.fill(bytes, limit, limit + PADDING, (byte) '\n');
        }
    }

    /**
     * Reads on in a split: most of what is left of it, and enough for the record across its end, mostly.
     *
     * @param keepFrom a position, which becomes 0
     * @param end offset of the split's end
     */
    public void readOn(int keepFrom, long end) throws IOException {
        long ahead = end - base - limit;
        long wanted = ahead > 0 ? Math.min(ahead + BEYOND, CHUNK_BYTES) : BEYOND;
        if (wanted == CHUNK_BYTES) {
            wanted -= (base + limit + wanted - PAGE_BYTES / 2) % PAGE_BYTES;
        }
        int kept = Math.max(0, limit - keepFrom);
        advance(keepFrom, (int) Math.max(wanted, Math.min(kept, CHUNK_BYTES * 8L)));
    }

    /** The position behind the first line end in the text, or the text's end; nothing must have been read yet. */
    public int behindFirstLine() throws IOException {
        while (true) {
            advance(0, CHUNK_BYTES);
            int end = Lines.end(bytes, 0, limit, false);
            if (end >= 0) {
                return end;
            }
            if (atEnd) {
                return limit;
            }
            drop();
        }
    }

    /** Forgets the whole text at hand. */
    public void drop() {
        base += limit;
        limit = 0;
    }

    /** The offset of a position in the text; the line end behind the text's end counts nothing. */
    public long offset(int position) {
        return base + Math.min(position, limit);
    }

    /** Whether a line ends at or behind a position of the text at hand. */
    public boolean hasLineEnd(int from) {
        return lastLineEnd(from) > from || atEnd;
    }

    /** The position behind the last line end; at the text's end, behind the one that closes the last line. */
    public int lastLineEnd(int from) {
        if (atEnd) {
            return limit > from && bytes[limit - 1] != '\n' ? limit + 1 : limit;
        }
        int at = limit;
        while (at > from && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }
}
