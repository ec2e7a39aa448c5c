package io.barograph.connectors.kafka;

import io.barograph.core.column.Batch;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.formats.record.RecordDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns records of one partition into rows, and tells of those that are none. Used by one thread. */
final class RecordRows {
    private static final String TOMBSTONE = "it has no value: a tombstone, which deletes a key's row";
    private static final byte[] NOTHING = {};

    private final RecordDecoder decoder;
    private final RejectHandler rejects;

    private List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = List.of();
    private int first;
    private String lane = "";
    private long firstLine;
    private byte[] copied = NOTHING;

    RecordRows(KafkaOptions options, io.barograph.core.column.Schema schema, int[] columns, RejectHandler rejects) {
        this.decoder = options.value().newDecoder(schema, columns);
        this.rejects = rejects;
    }

    /**
     * The rows of some of the records: those from {@code from} to before {@code to}, at most a batch. May be empty. Valid until
     * the next call.
     *
     * @param firstLine number of the first record among those of its split; 0 where they are not counted
     */
    Batch decode(String name, List<ConsumerRecord<ByteBuffer, ByteBuffer>> from, int start, int end, long firstLine) {
        this.records = from;
        this.first = start;
        this.lane = name;
        this.firstLine = firstLine;
        for (int i = start; i < end; i++) {
            add(from.get(i).value());
        }
        return decoder.decode((record, reason, text) ->
                rejects.reject(rejected(record, from.get(start + record).value() == null ? TOMBSTONE : reason, text)));
    }

    private void add(ByteBuffer value) {
        if (value == null) {
            decoder.add(NOTHING, 0, 0);
        } else if (value.hasArray()) {
            decoder.add(value.array(), value.arrayOffset() + value.position(), value.remaining());
        } else {
            int length = value.remaining();
            if (copied.length < length) {
                copied = new byte[length + (length >> 1)];
            }
            value.get(value.position(), copied, 0, length);
            decoder.add(copied, 0, length);
        }
    }

    private RejectedRecord rejected(int record, String reason, String text) {
        long line = firstLine == 0 ? 0 : firstLine + record;
        return new RejectedRecord(lane, records.get(first + record).offset(), line, reason, text);
    }

    /** A row of the batch last given as the record that it was read from. */
    RejectedRecord refuse(int row, String reason) {
        int record = decoder.recordOf(row);
        return rejected(record, reason, decoder.text(record));
    }
}
