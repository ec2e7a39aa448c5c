package io.barograph.formats.json;

import io.barograph.core.column.Batch;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.formats.text.ByteSource;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Lines;
import io.barograph.formats.text.ReadBuffer;
import io.barograph.formats.text.RowOrigins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records that begin in a split: moves the text through a {@link ReadBuffer} and has {@link ObjectParser} fill
 * batches. Blank lines are no records and belong to the split that they begin in.
 *
 * <p>Where objects span lines, one whose brackets do not close within {@link #MAX_RECORD_BYTES} is malformed, and so is
 * whatever stands between objects: reading resumes at the line after its start.
 */
final class JsonSplitReader implements SplitReader {
    /** Longer records are malformed: this bounds memory whatever the file holds. */
    static final int MAX_RECORD_BYTES = 1 << 24;

    private static final String TOO_LONG = "longer than 16 MiB";
    /** Longer rejected records are cut. */
    private static final int MAX_REJECTED_BYTES = 1 << 16;
    /** Beyond any text, and some bytes more may be added to it. */
    private static final long NO_END = Long.MAX_VALUE / 2;

    private final ByteSource source;
    private final ReadBuffer buffer;
    private final Columns columns;
    private final ObjectParser parser;
    private final boolean objects;
    private final RejectHandler rejects;
    private final String lane;
    private final long end;
    private final long startOffset;

    private final RowOrigins origins = new RowOrigins();
    private int position;
    private int rows;
    private long lines;
    private long recordsRead;
    private long endOffset = -1;
    /** Whether the text begins as an array whose end was not met yet. */
    private boolean openArray;

    JsonSplitReader(JsonTableReader parts, ByteSource source, Split split, long recordStart, RejectHandler rejects)
            throws IOException {
        this.source = source;
        this.buffer = parts.buffer;
        this.columns = parts.columns;
        this.parser = parts.parser;
        this.objects = parts.objects;
        this.rejects = rejects;
        this.lane = split.lane().name();
        this.end = split.lane().splittable() ? split.end() : NO_END;
        boolean guess = recordStart < 0 && split.start() > 0;
        buffer.begin(source, guess ? split.start() - 1 : Math.max(0, recordStart));
        if (guess) {
            position = buffer.behindFirstLine();
        }
        this.startOffset = buffer.offset(position);
    }

    @Override
    public @Nullable Batch next() throws IOException {
        if (endOffset >= 0) {
            return null;
        }
        columns.startBatch();
        rows = 0;
        while (rows < Batch.CAPACITY && endOffset < 0) {
            if (objects) {
                nextObject();
            } else {
                parseLines();
            }
        }
        return rows == 0 ? null : columns.batch(rows);
    }

    /** Parses the lines at hand that begin before the split's end, or reads on. */
    private void parseLines() throws IOException {
        int behind = buffer.lastLineEnd(position);
        int stop = (int) Math.min(behind, end - buffer.base);
        if (position >= stop) {
            if (buffer.offset(position) >= end || buffer.atEnd) {
                endOffset = buffer.offset(position);
            } else if (buffer.limit - position > MAX_RECORD_BYTES) {
                rejectLine(TOO_LONG);
            } else {
                readOn();
            }
            return;
        }
        byte[] bytes = buffer.bytes;
        while (position < stop && rows < Batch.CAPACITY) {
            int from = bytes[position] == '{' ? position : Separators.skip(bytes, position, buffer.limit, false);
            if (from > position && Lines.count(bytes, position, from) > 0 || from == buffer.limit) {
                // A blank line, or the last one's rest.
                position = Lines.end(bytes, position, buffer.limit, true);
                lines++;
                continue;
            }
            int behindObject = parser.parse(bytes, from, rows);
            int lineEnd = behindObject < 0 ? behindObject : JsonScanner.space(bytes, behindObject, false);
            if (lineEnd < 0) {
                rejectLine(parser.reason());
            } else if (bytes[lineEnd] != '\n') {
                rejectLine(JsonRecordDecoder.NOT_ALONE);
            } else if (lineEnd - position > MAX_RECORD_BYTES) {
                rejectLine(TOO_LONG);
            } else {
                origins.set(rows, buffer.offset(position), lines);
                position = lineEnd + 1;
                lines++;
                rows++;
                recordsRead++;
            }
        }
    }

    /** Parses the object that comes next, or steps over what is none, or reads on. */
    private void nextObject() throws IOException {
        int from = Separators.skip(buffer.bytes, position, buffer.limit, true);
        noteArray(from);
        lines += Lines.count(buffer.bytes, position, from);
        position = from;
        if (from + 2 >= buffer.limit && !buffer.atEnd) {
            readOn();
            return;
        }
        if (from >= buffer.limit) {
            lines += buffer.limit > 0 && buffer.bytes[buffer.limit - 1] != '\n' ? 1 : 0;
            if (openArray) {
                report(from, "the array does not end: its file may have been cut");
            }
            endOffset = buffer.offset(from);
            return;
        }
        if (buffer.bytes[from] != '{') {
            rejectLine("no object");
            return;
        }
        int behind = JsonScanner.closing(buffer.bytes, from, buffer.limit);
        if (behind < 0 && !buffer.atEnd && buffer.limit - from <= MAX_RECORD_BYTES) {
            readOn();
        } else if (behind < 0 || behind - from > MAX_RECORD_BYTES) {
            rejectLine(buffer.atEnd ? "the object does not end" : "the object does not end within 16 MiB");
        } else if (parser.parse(buffer.bytes, from, rows) == behind) {
            origins.set(rows, buffer.offset(from), lines);
            lines += Lines.count(buffer.bytes, from, behind);
            position = behind;
            rows++;
            recordsRead++;
        } else {
            reject(behind, parser.reason());
        }
    }

    /** Whether an array is open behind the separators from the position at hand on. */
    private void noteArray(int behind) {
        for (int at = position; at < behind; at++) {
            if (buffer.bytes[at] == ']') {
                openArray = false;
            } else if (buffer.bytes[at] == '[') {
                openArray = true;
            }
        }
    }

    @Override
    public RejectedRecord refuse(int row, String reason) throws IOException {
        return origins.refuse(
                row,
                reason,
                lane,
                source,
                StandardCharsets.UTF_8,
                (bytes, limit) -> objects ? JsonScanner.closing(bytes, 0, limit) : Lines.end(bytes, 0, limit, true));
    }

    private void readOn() throws IOException {
        buffer.readOn(position, end);
        position = 0;
    }

    /** Steps over the line at hand without keeping it: it may be longer than memory. */
    private void rejectLine(String reason) throws IOException {
        // Whether the array's end is in the line nobody knows.
        openArray = false;
        int behind = Lines.end(buffer.bytes, position, buffer.limit, buffer.atEnd);
        if (behind >= 0) {
            int stop = Math.min(behind, buffer.limit);
            boolean ended = stop > position && buffer.bytes[stop - 1] == '\n';
            report(ended ? stop - 1 : stop, reason);
            lines++;
            position = behind;
            return;
        }
        report(buffer.limit, reason);
        lines++;
        while (behind < 0) {
            buffer.drop();
            buffer.advance(0, ReadBuffer.CHUNK_BYTES);
            behind = Lines.end(buffer.bytes, 0, buffer.limit, buffer.atEnd);
        }
        position = behind;
    }

    /** Steps over a malformed record. */
    private void reject(int behind, String reason) {
        report(behind, reason);
        lines += Lines.count(buffer.bytes, position, behind);
        position = behind;
    }

    private void report(int stop, String reason) {
        columns.clearRow(rows);
        int length = Math.min(stop - position, MAX_REJECTED_BYTES);
        boolean carriage = length > 0 && length == stop - position && buffer.bytes[stop - 1] == '\r';
        String text = new String(buffer.bytes, position, carriage ? length - 1 : length, StandardCharsets.UTF_8);
        recordsRead++;
        rejects.reject(new RejectedRecord(lane, buffer.offset(position), lines + 1, reason, text));
    }

    @Override
    public long startOffset() {
        return startOffset;
    }

    @Override
    public long endOffset() {
        return endOffset;
    }

    @Override
    public long bytesRead() {
        return source.stored();
    }

    @Override
    public long recordsRead() {
        return recordsRead;
    }

    @Override
    public long linesRead() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
