package io.barograph.formats.text;

import io.barograph.core.column.Batch;
import io.barograph.core.source.RejectedRecord;
import java.io.IOException;
import java.nio.charset.Charset;

/** Where the rows of a batch were read from, so that one of them can be shown as the record that it was. */
public final class RowOrigins {
    /** Longer records are cut. */
    private static final int MAX_TEXT_BYTES = 1 << 16;

    private static final int PADDING = 16;

    private final long[] offsets = new long[Batch.CAPACITY];
    private final long[] lines = new long[Batch.CAPACITY];

    /** Tells where a record ends. */
    @FunctionalInterface
    public interface RecordEnd {
        /**
         * The position behind the record that begins at 0, its line end included; negative where {@code limit} comes first.
         *
         * @param limit end of the bytes, behind which stands a line end
         */
        int find(byte[] bytes, int limit);
    }

    /**
     * @param offset of the record's first byte in the lane
     * @param linesBefore lines of the split before it
     */
    public void set(int row, long offset, long linesBefore) {
        offsets[row] = offset;
        lines[row] = linesBefore;
    }

    /** The offset of the record's first byte in the lane. */
    public long offset(int row) {
        return offsets[row];
    }

    /** A row as the record that it was read from. Its text is read again, and is empty where the source cannot go back. */
    public RejectedRecord refuse(
            int row, String reason, String lane, ByteSource source, Charset charset, RecordEnd recordEnd)
            throws IOException {
        byte[] bytes = new byte[MAX_TEXT_BYTES + PADDING];
        int limit = source.readAgain(offsets[row], bytes, MAX_TEXT_BYTES);
        bytes[limit] = '\n';
        int end = recordEnd.find(bytes, limit);
        int stop = end < 0 ? limit : Math.min(end, limit);
        while (stop > 0 && (bytes[stop - 1] == '\n' || bytes[stop - 1] == '\r')) {
            stop--;
        }
        return new RejectedRecord(lane, offsets[row], lines[row] + 1, reason, new String(bytes, 0, stop, charset));
    }
}
