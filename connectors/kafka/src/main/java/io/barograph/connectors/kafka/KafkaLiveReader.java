package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.column.Batch;
import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.core.source.RejectedRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads some partitions of a topic as they grow, with one consumer. What a poll gave is handed out partition by partition. */
final class KafkaLiveReader implements LiveReader {
    private final KafkaOptions options;
    private final RecordRows rows;
    private final PatientCalls calls;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final Map<TopicPartition, Integer> lanes = new HashMap<>();
    private final Map<Integer, Long> ends = new ConcurrentHashMap<>();
    private final LaneBounds bounds;
    /** Lanes that are read to their bound. */
    private final Set<Integer> ended = new HashSet<>();

    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final Pulse pulse;

    private ConsumerRecords<ByteBuffer, ByteBuffer> polled = ConsumerRecords.empty();
    /** Partitions that the last poll moved on, whose records have not been handed out. */
    private Iterator<Map.Entry<TopicPartition, OffsetAndMetadata>> moved = Collections.emptyIterator();
    /** Records of the partition that is being handed out, from {@link #next} on. */
    private List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = List.of();

    private int next;
    private TopicPartition partition;
    private long positionBehind;
    private @Nullable String traceparent;

    KafkaLiveReader(KafkaOptions options, List<LaneStart> starts, RecordRows rows) {
        this.options = options;
        this.rows = rows;
        this.calls = new PatientCalls(options.cluster());
        this.bounds = new LaneBounds(starts, options.end());
        List<Long> offsets = new ArrayList<>();
        for (LaneStart start : starts) {
            TopicPartition lane =
                    new TopicPartition(options.topic(), start.lane().index());
            partitions.add(lane);
            lanes.put(lane, start.lane().index());
            offsets.add(start.offset());
            ends.put(start.lane().index(), Math.max(start.offset(), start.lane().endOffset()));
        }
        partition = partitions.get(0);
        consumer = calls.call(doing(), () -> Consumers.open(options.cluster(), partitions, offsets));
        for (LaneStart start : starts) {
            endAtBound(start.lane().index(), start.offset());
        }
        pulse = new Pulse(consumer, calls, doing());
    }

    private String doing() {
        return "cannot read topic '" + options.topic() + "'";
    }

    @Override
    public @Nullable LaneRows next(long waitNanos) {
        if (next == records.size() && !advance()) {
            poll(waitNanos);
            if (!advance()) {
                return null;
            }
        }
        int lane = lane(partition);
        int start = next;
        int full = Math.min(records.size(), start + Batch.CAPACITY);
        int end = bounds.cut(lane, records, start, full);
        Batch batch = rows.decode(Lanes.name(partition), records, start, end, 0);
        traceparent = end > start ? TraceHeader.of(records.get(end - 1)) : null;
        // Behind the last record there may be marks of transactions, or gaps that compaction left.
        long behind =
                full == records.size() ? positionBehind : records.get(full).offset();
        long nextOffset = Math.min(behind, bounds.of(lane));
        next = endAtBound(lane, nextOffset) ? records.size() : full;
        return new LaneRows(lane, batch, end - start, nextOffset);
    }

    /** Fetches no more of a partition that is read to its bound: nobody wants it, and it may be gone. */
    private boolean endAtBound(int lane, long position) {
        if (position < bounds.of(lane)) {
            return false;
        }
        ended.add(lane);
        consumer.pause(List.of(new TopicPartition(options.topic(), lane)));
        return true;
    }

    /** Goes on to the next partition that the last poll moved; whether there is one. */
    private boolean advance() {
        if (!moved.hasNext()) {
            return false;
        }
        Map.Entry<TopicPartition, OffsetAndMetadata> entry = moved.next();
        partition = entry.getKey();
        positionBehind = entry.getValue().offset();
        records = polled.records(partition);
        next = 0;
        return true;
    }

    private void poll(long waitNanos) {
        if (ended.size() == partitions.size()) {
            // A consumer that wants nothing hears nothing: no reason to think that the broker is gone.
            LockSupport.parkNanos(waitNanos);
            return;
        }
        polled = Polls.poll(consumer, Duration.ofNanos(waitNanos), options, calls, doing());
        moved = polled.nextOffsets().entrySet().iterator();
        noteEnds();
        if (moved.hasNext()) {
            pulse.alive();
        } else {
            pulse.check();
        }
    }

    private void noteEnds() {
        for (TopicPartition each : partitions) {
            OptionalLong lag = consumer.currentLag(each);
            if (lag.isPresent()) {
                ends.put(lane(each), consumer.position(each) + lag.getAsLong());
            }
        }
    }

    private int lane(TopicPartition of) {
        return Objects.requireNonNull(lanes.get(of), "a lane of this reader");
    }

    @Override
    public @Nullable String traceparent() {
        return traceparent;
    }

    @Override
    public RejectedRecord refuse(int row, String reason) {
        return rows.refuse(row, reason);
    }

    @Override
    public long endOffset(int lane) {
        long end = Objects.requireNonNull(ends.get(lane), "a lane of this reader");
        return Math.min(end, bounds.of(lane));
    }

    /** A bound that was not known before is found as records come. */
    @Override
    public boolean hasEnded(int lane) {
        return ended.contains(lane);
    }

    @Override
    public String health() {
        return calls.health();
    }

    @Override
    public List<Breaker> breakers() {
        return List.of(calls.breaker());
    }

    @Override
    public void close() {
        consumer.close(Duration.ZERO);
    }
}
