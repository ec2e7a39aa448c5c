package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.column.Batch;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the records of a partition between two offsets, with a consumer of its own. */
final class KafkaSplitReader implements SplitReader {
    private static final Duration WAIT = Duration.ofMillis(500);

    private final KafkaOptions options;
    private final TopicPartition partition;
    private final Split split;
    private final RecordRows rows;
    private final PatientCalls calls;
    private final @Nullable KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final @Nullable Pulse pulse;

    private List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = List.of();
    private int next;
    /** Offset of what comes behind all that was polled. */
    private long polledTo;

    private long recordsRead;
    private final long firstOffset;

    /** @param beginning offset of the first record that the partition has */
    KafkaSplitReader(KafkaOptions options, TopicPartition partition, Split split, long beginning, RecordRows rows) {
        this.options = options;
        this.partition = partition;
        this.split = split;
        this.rows = rows;
        this.calls = new PatientCalls(options.cluster());
        this.firstOffset = Math.min(Math.max(split.start(), beginning), split.end());
        this.polledTo = firstOffset;
        if (firstOffset < split.end()) {
            KafkaConsumer<ByteBuffer, ByteBuffer> opened = calls.call(
                    doing(), () -> Consumers.open(options.cluster(), List.of(partition), List.of(firstOffset)));
            this.consumer = opened;
            this.pulse = new Pulse(opened, calls, doing());
        } else {
            this.consumer = null;
            this.pulse = null;
        }
    }

    private String doing() {
        return "cannot read topic '" + options.topic() + "'";
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            if (next == records.size() && !poll()) {
                return null;
            }
            int start = next;
            int end = Math.min(records.size(), start + Batch.CAPACITY);
            // Kafka gives what follows the split too.
            while (end > start && records.get(end - 1).offset() >= split.end()) {
                end--;
            }
            if (end == start) {
                records = List.of();
                next = 0;
                continue;
            }
            next = end;
            Batch batch = rows.decode(Lanes.name(partition), records, start, end, recordsRead + 1);
            recordsRead += end - start;
            if (batch.size() > 0) {
                return batch;
            }
        }
    }

    /** Fetches more, perhaps nothing yet; false at the split's end. */
    private boolean poll() {
        if (polledTo >= split.end() || consumer == null || pulse == null) {
            return false;
        }
        ConsumerRecords<ByteBuffer, ByteBuffer> polled = Polls.poll(consumer, WAIT, options, calls, doing());
        OffsetAndMetadata behind = polled.nextOffsets().get(partition);
        if (behind == null) {
            pulse.check();
        } else {
            pulse.alive();
            polledTo = behind.offset();
        }
        records = polled.records(partition);
        next = 0;
        return true;
    }

    @Override
    public RejectedRecord refuse(int row, String reason) {
        return rows.refuse(row, reason);
    }

    /** Every offset may be a record's. */
    @Override
    public long startOffset() {
        return split.start();
    }

    @Override
    public long endOffset() {
        return Math.min(Math.max(position(), split.start()), split.end());
    }

    private long position() {
        return next < records.size() ? records.get(next).offset() : polledTo;
    }

    @Override
    public long bytesRead() {
        return KafkaTable.bytes(Math.min(position(), split.end()) - firstOffset);
    }

    @Override
    public long recordsRead() {
        return recordsRead;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(Duration.ZERO);
        }
    }
}
