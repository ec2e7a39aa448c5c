package io.barograph.connectors.journal;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a journal record by record, also while it is written. A batch counts when all of it is there and its checksum
 * fits; what is torn at the end is waited for. Used by one thread.
 */
final class JournalCursor implements Closeable {
    private static final String CHECKSUM = "a checksum does not fit";
    private static final String MISSING = "a file is missing (deleted, or kept for too short a time) or was cut";

    private final JournalFolder folder;
    private final boolean forces;
    private final Damage damage;
    /** Records before it are passed over. */
    private final long from;

    private @Nullable SegmentBytes segment;
    /** Of the next batch. */
    private long position;

    /** Where a batch is known to begin, or a segment, from which others are found; -1 for none. */
    private long border = -1;

    private long batch;
    private int body;
    private int bodyEnd;
    private byte kind;
    private long millis;
    private int keyStart;
    private int keyLength;
    private int traceStart;
    private int traceLength;
    private int sourceStart;
    private int sourceLength;
    private int content;
    private int recordsLeft;

    private int next;
    private int recordStart;
    private int recordLength;
    private long recordPosition;

    /** The end of the segment when nothing was found behind {@link #position}. */
    private long endInVain = -1;

    /**
     * Is told of a stretch that is passed over, for it was complete once and is no more; may throw instead. It may begin before
     * the first record wanted.
     */
    @FunctionalInterface
    interface Damage {
        void skip(long from, long to, String why);
    }

    /**
     * A cursor in front of a record.
     *
     * @param from its position, or that of any place between records
     * @param forces whether nobody says how far the journal is on the disk: then what is read is forced there first
     */
    JournalCursor(JournalFolder folder, long from, boolean forces, Damage damage) {
        this.folder = folder;
        this.from = from;
        this.position = from;
        this.forces = forces;
        this.damage = damage;
    }

    /**
     * Goes to the next record.
     *
     * @param limit position before which its batch begins
     * @return false where there is none (yet)
     */
    boolean next(long limit) throws IOException {
        while (true) {
            while (recordsLeft > 0) {
                nextRecord();
                if (recordPosition >= from) {
                    return true;
                }
            }
            if (!nextBatch(limit)) {
                return false;
            }
        }
    }

    /** Whether what comes next is a batch, at {@link #batchEnd}. */
    boolean isBetweenBatches() {
        return recordsLeft == 0;
    }

    /** Goes to a position where a batch is known to begin, or a segment. */
    void jump(long to) throws IOException {
        recordsLeft = 0;
        if (segment == null || to < segment.base || to > segment.end()) {
            close();
            border = to;
        }
        position = to;
    }

    private void nextRecord() {
        byte[] bytes = bytes();
        int length = Varints.get(bytes, next, bodyEnd);
        recordPosition = positionOf(next);
        recordLength = length;
        recordStart = next + Varints.size(length);
        next = recordStart + length;
        recordsLeft--;
    }

    private long positionOf(int index) {
        return batch + JournalLayout.BATCH_HEADER_BYTES + (index - body);
    }

    /** The bytes in which the record is. */
    byte[] bytes() {
        return segment == null ? new byte[0] : segment.bytes();
    }

    /** Where the record begins among {@link #bytes}. */
    int start() {
        return recordStart;
    }

    int length() {
        return recordLength;
    }

    /** The record's position. */
    long recordPosition() {
        return recordPosition;
    }

    /** The position of what comes next: a record, or a batch. */
    long behind() {
        return recordsLeft > 0 ? positionOf(next) : position;
    }

    /** The position of the batch. */
    long batchStart() {
        return batch;
    }

    /** The position behind the batch. */
    long batchEnd() {
        return position;
    }

    /** When the batch came, in milliseconds since 1970. */
    long millis() {
        return millis;
    }

    /** Where the batch's source begins among {@link #bytes}. */
    int sourceStart() {
        return sourceStart;
    }

    /** The length of the source's text; 0 for none. */
    int sourceLength() {
        return sourceLength;
    }

    /** The batch's kind. */
    byte kind() {
        return kind;
    }

    /** What was given to know the batch by; empty for nothing. */
    String key() {
        return new String(bytes(), keyStart, keyLength, StandardCharsets.UTF_8);
    }

    /** The W3C context of the trace that the batch came in; null for none. */
    @Nullable
    String traceparent() {
        return traceLength == 0 ? null : new String(bytes(), traceStart, traceLength, StandardCharsets.US_ASCII);
    }

    /** As {@link JournalEntry#content}; of {@link JournalLayout#KEYS} what is behind the kind. */
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes(), content, bodyEnd - content);
    }

    /** Records of the batch. */
    int records() {
        return recordsLeft;
    }

    /** Goes to the next batch that begins before a position; false where there is none (yet). */
    boolean nextBatch(long limit) throws IOException {
        recordsLeft = 0;
        while (position < limit) {
            if (segment == null && !open()) {
                return false;
            }
            boolean atHeader = position == segment().base;
            if (!find()) {
                if (!goOn()) {
                    return false;
                }
            } else if (!atHeader && position > from) {
                return true;
            }
        }
        return false;
    }

    private boolean open() throws IOException {
        List<JournalFolder.Segment> segments = folder.segments();
        if (segments.isEmpty()) {
            if (position > 0) {
                throw folder.lost(position, 0, 0);
            }
            return false;
        }
        JournalFolder.Segment last = segments.get(segments.size() - 1);
        if (position < segments.get(0).base() || position > last.end()) {
            throw folder.lost(position, segments.get(0).base(), last.end());
        }
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (segments.get(i).base() <= position) {
                enter(segments.get(i).base());
                break;
            }
        }
        return true;
    }

    /** Begins a segment; the position goes back to its start, or to where a batch is known to begin, from where others are found. */
    private void enter(long base) throws IOException {
        close();
        segment = new SegmentBytes(folder.file(base), base);
        position = Math.max(base, border);
        border = -1;
        endInVain = -1;
    }

    private SegmentBytes segment() {
        if (segment == null) {
            throw new IllegalStateException("no segment is open");
        }
        return segment;
    }

    /** Whether what belongs at the position is there, a segment's header or a batch: then the position is behind it. */
    private boolean find() throws IOException {
        return position == segment().base ? passHeader() : look();
    }

    private boolean passHeader() throws IOException {
        SegmentBytes in = segment();
        int at = in.find(position, JournalLayout.SEGMENT_HEADER_BYTES);
        if (at < 0) {
            return false;
        }
        switch (JournalLayout.segmentHeader(in.bytes(), at, in.base)) {
            case NONE -> {
                return false;
            }
            case OTHER_VERSION ->
                throw new BarographException(
                        ErrorCode.NOT_SUPPORTED,
                        "'" + folder.file(in.base)
                                + "' was written by a later version of Barograph; read it with that");
            case RIGHT -> position += JournalLayout.SEGMENT_HEADER_BYTES;
        }
        return true;
    }

    /** Whether there is a whole batch at the position: then it is the current one, unless none of its records is wanted. */
    private boolean look() throws IOException {
        SegmentBytes in = segment();
        int at = in.find(position, JournalLayout.BATCH_HEADER_BYTES);
        if (at < 0 || !JournalLayout.isBatchHeader(in.bytes(), at, position)) {
            return false;
        }
        int length = JournalLayout.bodyLength(in.bytes(), at);
        long end = position + JournalLayout.BATCH_HEADER_BYTES + length;
        if (end <= from && end <= in.end()) {
            position = end;
            return true;
        }
        at = in.find(position, JournalLayout.BATCH_HEADER_BYTES + length);
        if (at < 0 || !JournalLayout.isBody(in.bytes(), at, length) || !parse(at, length)) {
            return false;
        }
        if (forces) {
            in.force(end);
        }
        position = end;
        return true;
    }

    /** Takes up a batch; whether it holds what its kind says. */
    private boolean parse(int at, int length) {
        batch = position;
        body = at + JournalLayout.BATCH_HEADER_BYTES;
        bodyEnd = body + length;
        if (length == 0) {
            return false;
        }
        byte[] bytes = bytes();
        kind = bytes[body];
        if (kind == JournalLayout.KEYS) {
            content = body + 1;
            return true;
        }
        int from = body + 1 + Long.BYTES;
        if (kind != JournalLayout.RECORDS && kind != JournalLayout.TRACED_RECORDS || from > bodyEnd) {
            return false;
        }
        millis = ByteBuffer.wrap(bytes).getLong(body + 1);
        keyLength = textLength(from);
        if (keyLength < 0) {
            return false;
        }
        keyStart = from + Varints.size(keyLength);
        from = keyStart + keyLength;
        sourceLength = textLength(from);
        if (sourceLength < 0) {
            return false;
        }
        sourceStart = from + Varints.size(sourceLength);
        content = sourceStart + sourceLength;
        traceLength = 0;
        if (kind == JournalLayout.TRACED_RECORDS) {
            traceLength = textLength(content);
            if (traceLength < 0) {
                return false;
            }
            traceStart = content + Varints.size(traceLength);
            content = traceStart + traceLength;
        }
        return bodyEnd - content >= Integer.BYTES && holdsRecords();
    }

    /** Bytes of the text that begins here, behind its length; negative where it does not fit the body. */
    private int textLength(int from) {
        int length = Varints.get(bytes(), from, bodyEnd);
        return length > bodyEnd - from ? -1 : length;
    }

    private boolean holdsRecords() {
        byte[] bytes = bytes();
        int count = ByteBuffer.wrap(bytes).getInt(content);
        int at = content + Integer.BYTES;
        next = at;
        for (int i = 0; i < count; i++) {
            int length = Varints.get(bytes, at, bodyEnd);
            if (length < 0 || length > bodyEnd - at) {
                return false;
            }
            at += Varints.size(length) + length;
        }
        recordsLeft = at == bodyEnd ? count : 0;
        return at == bodyEnd;
    }

    /** No batch was at the position: whether there is one now, there or elsewhere, where the position then is. */
    private boolean goOn() throws IOException {
        SegmentBytes in = segment();
        long later = folder.baseBehind(in.base);
        if (later < 0 && !isProven(in)) {
            in.forget();
            return false;
        }
        // What stands here was complete before what stands behind it was begun: it can be no matter of timing any more.
        in.forget();
        long before = position;
        if (find()) {
            position = before;
            recordsLeft = 0;
            return true;
        }
        long end = in.end();
        if (position == later && end == later) {
            enter(later);
            return true;
        }
        long good = headerBehind(false);
        long to = good < 0 ? later : good;
        if (to > from) {
            damage.skip(position, to, end < later ? MISSING : CHECKSUM);
        }
        if (good < 0) {
            enter(later);
        } else {
            position = good;
        }
        return true;
    }

    /** Whether something behind the position proves that what is there was on the disk once. */
    private boolean isProven(SegmentBytes in) throws IOException {
        long end = in.end();
        if (end != endInVain && headerBehind(true) >= 0) {
            return true;
        }
        endInVain = end;
        return false;
    }

    /**
     * The position of the next batch's header behind the current position; -1 where there is none.
     *
     * @param proves whether only such headers count as say that what is at the position was on the disk once
     */
    private long headerBehind(boolean proves) throws IOException {
        SegmentBytes in = segment();
        long end = in.end();
        for (long at = position + 1; at + JournalLayout.BATCH_HEADER_BYTES <= end; at++) {
            int index = in.find(at, JournalLayout.BATCH_HEADER_BYTES);
            if (index < 0) {
                break;
            }
            if (JournalLayout.isBatchHeader(in.bytes(), index, at)
                    && (!proves || JournalLayout.durable(in.bytes(), index) > position)) {
                return at;
            }
        }
        in.forget();
        return -1;
    }

    @Override
    public void close() throws IOException {
        if (segment != null) {
            segment.close();
            segment = null;
        }
    }
}
