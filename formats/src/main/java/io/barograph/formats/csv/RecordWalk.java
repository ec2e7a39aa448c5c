package io.barograph.formats.csv;

import io.barograph.formats.text.ByteSource;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.ReadBuffer;
import java.io.IOException;

/** Goes through a text record by record without parsing values: the exact pass that settles where records begin. */
final class RecordWalk {
    private final ReadBuffer buffer = new ReadBuffer();
    private final RecordScanner records;
    private int position;

    RecordWalk(ByteSource source, long start, Dialect dialect) {
        buffer.begin(source, start);
        this.records = new RecordScanner(dialect);
    }

    /** The offset of the first line from {@code offset} on that begins a record, comment or blank line. */
    long firstFrom(long offset) throws IOException {
        while (buffer.offset(position) < offset) {
            int next = position < buffer.limit
                    ? records.scan(buffer.bytes, position, buffer.limit, buffer.atEnd)
                    : FieldScanner.NEED_MORE;
            if (next >= 0) {
                position = next;
            } else if (buffer.atEnd) {
                break;
            } else {
                buffer.advance(position, Math.max(ReadBuffer.CHUNK_BYTES, buffer.limit - position));
                position = 0;
            }
        }
        return buffer.offset(position);
    }
}
