package io.barograph.core.source;

/**
 * A record that is no row of its table.
 *
 * @param lane the file
 * @param offset byte offset of the record's start in the lane (in the decompressed text, where compressed)
 * @param line physical line, from 1: within the split when a reader reports it, within the file once placed
 * @param reason in words, naming column and text: {@code column 'temperature': 'abc' is no DOUBLE}
 * @param text the record as read, without its line end; cut at 64 KiB
 */
public record RejectedRecord(String lane, long offset, long line, String reason, String text) {
    /** The same record, rejected for another reason. */
    public RejectedRecord because(String other) {
        return new RejectedRecord(lane, offset, line, other, text);
    }

    public RejectedRecord atLine(long absolute) {
        return new RejectedRecord(lane, offset, absolute, reason, text);
    }
}
