package io.barograph.formats.record;

import io.barograph.core.column.Batch;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Records side by side in one array, an end mark behind each: what decoders gather, to read all of them in one go. Used by
 * one thread.
 */
public final class Records {
    /** Longer ones are malformed: this bounds memory whatever comes. */
    public static final int MAX_RECORD_BYTES = 1 << 24;

    /** What to say of those. */
    public static final String TOO_LONG = "longer than 16 MiB";

    /** What to say of a record without bytes, or of blanks alone. */
    public static final String EMPTY = "an empty record";

    /** End marks behind the last record, so that whole words can be read. */
    private static final int PADDING = 64;

    private static final int USUAL_BYTES = 1 << 18;

    private final byte mark;
    private final int[] starts = new int[Batch.CAPACITY + 1];
    private byte[] bytes = new byte[USUAL_BYTES];
    private int size;
    private int tooLong;
    private final boolean[] isTooLong = new boolean[Batch.CAPACITY];
    private boolean closed;

    /** @param mark what stands behind every record */
    public Records(byte mark) {
        this.mark = mark;
    }

    /** Adds a record; the first one after {@link #close} replaces those before. */
    public void add(byte[] source, int offset, int length) {
        if (closed) {
            begin();
        }
        if (size == Batch.CAPACITY) {
            throw new IllegalStateException("decode first: there are " + size + " records");
        }
        boolean cut = length > MAX_RECORD_BYTES;
        int kept = cut ? RecordText.MAX_BYTES : length;
        int start = starts[size];
        long end = (long) start + kept + PADDING;
        if (end > bytes.length) {
            if (end > RecordDecoder.MAX_BYTES) {
                throw new IllegalStateException("decode first: there are " + start + " bytes of records");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(RecordDecoder.MAX_BYTES, Math.max(end, bytes.length * 2L)));
        }
        System.arraycopy(source, offset, bytes, start, kept);
        bytes[start + kept] = mark;
        isTooLong[size] = cut;
        tooLong += cut ? 1 : 0;
        starts[++size] = start + kept + 1;
    }

    private void begin() {
        int used = starts[size];
        if (bytes.length > USUAL_BYTES && used < bytes.length / 8) {
            // Long records have widened it: a few are no reason to go on so.
            bytes = new byte[Math.max(USUAL_BYTES, bytes.length / 2)];
        }
        size = 0;
        tooLong = 0;
        closed = false;
    }

    /** Ends the records at hand: they can be read until the next is added. */
    public void close() {
        if (closed) {
            begin();
        }
        closed = true;
        Arrays.fill(bytes, starts[size], starts[size] + PADDING - 1, mark);
    }

    /** Records added since the last {@link #close}. */
    public int open() {
        return closed ? 0 : size;
    }

    /** Records at hand. */
    public int size() {
        return size;
    }

    /** The array that holds them; another one after an {@link #add}. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a record begins; of {@link #size} the position behind the last one's mark. */
    public int start(int record) {
        return starts[record];
    }

    /** Where a record ends: the position of its mark. */
    public int end(int record) {
        return starts[record + 1] - 1;
    }

    /** Whether a record is longer than {@link #MAX_RECORD_BYTES}; only its beginning is here then. */
    public boolean isTooLong(int record) {
        return isTooLong[record];
    }

    /** Whether none is {@link #isTooLong}. */
    public boolean areWhole() {
        return tooLong == 0;
    }

    /** A record as {@link RecordDecoder#text} shows it. */
    public String text(int record, Charset charset) {
        return RecordText.of(bytes, starts[record], end(record), charset);
    }
}
