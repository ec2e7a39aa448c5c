package io.barograph.formats.csv;

import io.barograph.formats.text.ByteSource;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.Lines;
import io.barograph.formats.text.ReadBuffer;
import java.io.IOException;

/**
 * What stands before a file's first record: a byte order mark, lines to skip, comments and the header.
 *
 * @param end offset behind it
 * @param lines physical lines in it
 * @param isComplete whether the file has all of it
 * @param skipped the lines that were skipped, in full or their beginning
 */
record Preamble(long end, int lines, boolean isComplete, String skipped) {
    private static final int MOST_SKIPPED_BYTES = 1 << 12;

    static Preamble find(ByteSource source, Dialect dialect) throws IOException {
        ReadBuffer buffer = new ReadBuffer();
        buffer.begin(source, 0);
        buffer.advance(0, ReadBuffer.CHUNK_BYTES);
        RecordScanner records = new RecordScanner(dialect);
        byte[] bytes = buffer.bytes;
        int at = buffer.limit >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF
                ? 3
                : 0;
        int skip = dialect.skip();
        boolean header = dialect.header();
        int begin = at;
        int headerAt = at;
        while ((skip > 0 || header) && at < buffer.limit) {
            int next = skip > 0
                    ? Lines.end(buffer.bytes, at, buffer.limit, buffer.atEnd)
                    : records.scan(buffer.bytes, at, buffer.limit, buffer.atEnd);
            if (next < 0) {
                buffer.advance(0, Math.max(ReadBuffer.CHUNK_BYTES, buffer.limit));
            } else if (skip > 0) {
                skip--;
                at = next;
                headerAt = next;
            } else {
                header = records.isBlankOrComment(buffer.bytes, at);
                at = next;
            }
        }
        boolean complete = skip == 0 && !header && at <= buffer.limit;
        int shown = Math.min(Math.min(headerAt, buffer.limit) - begin, MOST_SKIPPED_BYTES);
        String skipped = new String(buffer.bytes, begin, shown, dialect.charset()).strip();
        return new Preamble(Math.min(at, buffer.limit), Lines.count(buffer.bytes, begin, at), complete, skipped);
    }
}
