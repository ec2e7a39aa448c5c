package io.barograph.connectors.kafka;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.formats.record.RecordEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Changes of rows as records: a row is a value under its key, a row that goes is a tombstone. Without a key, rows are appended
 * and none can go. Used by one thread.
 */
final class RowRecords {
    private final KafkaOptions options;
    private final SinkRequest request;
    private final String topic;
    private final RecordEncoder values;
    private final @Nullable RecordEncoder keys;
    private final int[] keyColumns;

    RowRecords(KafkaOptions options, SinkRequest request) {
        this.options = options;
        this.request = request;
        Schema schema = request.schema();
        this.topic = options.topic();
        this.values = options.value().newEncoder(schema);
        this.keyColumns = request.key().stream().mapToInt(Integer::intValue).toArray();
        this.keys = request.hasKey()
                ? options.keyFormat()
                        .format()
                        .newEncoder(
                                schema.select(keyColumns), options.keyFormat().options())
                : null;
    }

    /** @param target takes the records in their order, in the thread that accepts */
    LiveSink.Encoder newEncoder(Consumer<ProducerRecord<byte[], byte[]>> target) {
        RowRecords another = new RowRecords(options, request);
        return changes -> {
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(changes.size());
            another.emit(changes, records::add);
            return () -> records.forEach(target);
        };
    }

    boolean hasKeys() {
        return keys != null;
    }

    /**
     * Gives the records of changes in an order that leaves each key with its new row: those that go are first, because a key
     * may go with one row and come with another.
     */
    void emit(Revisions changes, Consumer<ProducerRecord<byte[], byte[]>> target) {
        Batch before = changes.before();
        if (before != null && !changes.onlyAdds()) {
            remove(changes, before, target);
        }
        Batch after = changes.after();
        if (after != null) {
            values.bind(after);
            if (keys != null) {
                keys.bind(keyed(after));
            }
            for (int i = 0; i < after.size(); i++) {
                if (changes.hasAfter(i)) {
                    byte[] key = keys == null ? null : keys.encode(i);
                    target.accept(new ProducerRecord<>(topic, key, values.encode(i)));
                }
            }
        }
    }

    private void remove(Revisions changes, Batch before, Consumer<ProducerRecord<byte[], byte[]>> target) {
        RecordEncoder keys = this.keys;
        if (keys == null) {
            throw new IllegalStateException("rows without a key cannot be taken back");
        }
        Batch old = keyed(before);
        Batch after = changes.after();
        Batch young = after == null ? old : keyed(after);
        for (int i = 0; i < before.size(); i++) {
            if (changes.hadBefore(i)) {
                byte[] key = keys.encode(old, i);
                boolean stays = changes.hasAfter(i) && Arrays.equals(key, keys.encode(young, i));
                if (!stays) {
                    target.accept(new ProducerRecord<>(topic, key, null));
                }
            }
        }
    }

    /** The rows' key columns alone. A view. */
    private Batch keyed(Batch rows) {
        return rows.select(keyColumns);
    }
}
