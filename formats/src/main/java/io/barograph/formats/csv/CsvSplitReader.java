package io.barograph.formats.csv;

import io.barograph.core.column.Batch;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.formats.text.ByteSource;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.Lines;
import io.barograph.formats.text.ReadBuffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines that begin in a split: moves the text through a {@link ReadBuffer}, has {@link RowParser} fill batches,
 * and reports what is malformed. Comments and blank lines belong to the split that they begin in, and so does the header,
 * which counts as beginning at offset 0.
 */
final class CsvSplitReader implements SplitReader {
    /** Longer rejected records are cut. */
    private static final int MAX_REJECTED_BYTES = 1 << 16;
    /** Beyond any text, and some bytes more may be added to it. */
    private static final long NO_END = Long.MAX_VALUE / 2;

    private final ByteSource source;
    private final ReadBuffer buffer;
    private final RowParser rows;
    private final FieldParser fields;
    private final RecordScanner records;
    private final Columns columns;
    private final Dialect dialect;
    private final RejectHandler rejects;
    private final String lane;
    private final long end;
    private final long startOffset;

    /** The lines before the header that nobody said to skip, to be told of; null where there are none, or they were. */
    private @Nullable String preamble;

    private long endOffset = -1;
    private long recordsRead;

    /**
     * @param parts what this reader takes over, and the next one from it
     * @param recordStart offset of the first line, or -1 to guess
     * @param preamble what stands before the lane's first record
     */
    CsvSplitReader(
            CsvTableReader parts,
            ByteSource source,
            Split split,
            long recordStart,
            Preamble preamble,
            RejectHandler rejects)
            throws IOException {
        this.source = source;
        this.rejects = rejects;
        this.dialect = parts.dialect;
        this.lane = split.lane().name();
        this.end = split.lane().splittable() ? split.end() : NO_END;
        this.columns = parts.columns;
        this.fields = parts.fields;
        this.rows = parts.rows;
        this.records = parts.records;
        this.buffer = parts.buffer;
        rows.begin();
        long first = recordStart >= 0 ? recordStart : split.start();
        if (first == 0) {
            this.startOffset = 0;
            buffer.begin(source, preamble.end());
            rows.lines = end > 0 ? preamble.lines() : 0;
            this.preamble = end > 0 && parts.hasPreamble ? preamble.skipped() : null;
        } else if (first <= preamble.end()) {
            this.startOffset = preamble.end();
            buffer.begin(source, startOffset);
        } else if (recordStart >= 0) {
            this.startOffset = recordStart;
            buffer.begin(source, recordStart);
        } else {
            buffer.begin(source, split.start() - 1);
            rows.position = buffer.behindFirstLine();
            this.startOffset = buffer.offset(rows.position);
        }
    }

    @Override
    public @Nullable Batch next() throws IOException {
        if (endOffset >= 0) {
            return null;
        }
        columns.startBatch();
        rows.rows = 0;
        if (preamble != null) {
            tellPreamble(preamble);
            preamble = null;
        }
        while (rows.rows < Batch.CAPACITY) {
            if (buffer.offset(rows.position) >= end) {
                finish();
                break;
            }
            if (isTooLong()) {
                rejectTooLong();
                continue;
            }
            int lines = buffer.lastLineEnd(rows.position);
            if (rows.position >= lines) {
                if (buffer.atEnd) {
                    finish();
                    break;
                }
                readOn();
                continue;
            }
            int stop = (int) Math.min(lines, end - buffer.base);
            int status = rows.parse(buffer, stop);
            if (status == RowParser.NEED_MORE) {
                readOn();
            } else if (status == RowParser.MALFORMED) {
                reject();
            }
        }
        recordsRead += rows.rows;
        return rows.rows == 0 ? null : columns.batch(rows.rows);
    }

    private void tellPreamble(String text) {
        int lines = dialect.skip();
        String reason = lines + (lines == 1 ? " line" : " lines") + " before the header passed over (" + CsvOptions.SKIP
                + " => " + lines + " says so)";
        recordsRead++;
        rejects.reject(new RejectedRecord(lane, 0, 1, reason, text));
    }

    private void finish() {
        endOffset = buffer.offset(rows.position);
    }

    private void readOn() throws IOException {
        buffer.readOn(rows.position, end);
        rows.position = 0;
    }

    /** Steps over the record at hand, which is malformed. */
    private void reject() throws IOException {
        columns.clearRow(rows.rows);
        int next;
        while ((next = records.scan(buffer.bytes, rows.position, buffer.limit, buffer.atEnd)) < 0) {
            if (records.tooLong) {
                rejectTooLong();
                return;
            }
            readOn();
        }
        int start = rows.position;
        int stop = Math.min(next, buffer.limit);
        if (stop > start && buffer.bytes[stop - 1] == '\n') {
            stop--;
        }
        if (stop > start && buffer.bytes[stop - 1] == '\r') {
            stop--;
        }
        String text = new String(buffer.bytes, start, Math.min(stop - start, MAX_REJECTED_BYTES), dialect.charset());
        RejectedRecord rejected =
                new RejectedRecord(lane, buffer.offset(start), rows.lines + 1, fields.reason(records), text);
        rows.lines += Lines.count(buffer.bytes, start, next);
        rows.position = next;
        recordsRead++;
        rejects.reject(rejected);
    }

    /** Whether the record at hand is too long, judged where the text at hand is long enough for that. */
    private boolean isTooLong() {
        if (buffer.limit - rows.position <= RecordScanner.MAX_RECORD_BYTES) {
            return false;
        }
        records.scan(buffer.bytes, rows.position, buffer.limit, buffer.atEnd);
        return records.tooLong;
    }

    /** Steps over the line at hand without keeping it: it may be longer than memory. */
    private void rejectTooLong() throws IOException {
        columns.clearRow(rows.rows);
        long offset = buffer.offset(rows.position);
        String text = new String(buffer.bytes, rows.position, MAX_REJECTED_BYTES, dialect.charset());
        int next;
        while ((next = Lines.end(buffer.bytes, rows.position, buffer.limit, buffer.atEnd)) < 0) {
            buffer.drop();
            buffer.advance(0, ReadBuffer.CHUNK_BYTES);
            rows.position = 0;
        }
        rows.position = next;
        rows.lines++;
        recordsRead++;
        rejects.reject(new RejectedRecord(lane, offset, rows.lines, RecordScanner.TOO_LONG, text));
    }

    @Override
    public RejectedRecord refuse(int row, String reason) throws IOException {
        return rows.origins.refuse(
                row, reason, lane, source, dialect.charset(), (bytes, limit) -> records.scan(bytes, 0, limit, true));
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
        return rows.lines;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
