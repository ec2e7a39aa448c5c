package io.barograph.connectors.kafka;

import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.formats.ScanPosition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where the partitions of a reader end, by their numbers. One thread finds bounds; any may ask for them. */
final class LaneBounds {
    private final Map<Integer, Long> bounds = new ConcurrentHashMap<>();
    /** Of the first record that is read no more, where a partition's bound is not known before it is there. */
    private final long endMillis;

    LaneBounds(List<LaneStart> starts, ScanPosition end) {
        starts.forEach(start -> bounds.put(start.lane().index(), start.lane().boundOffset()));
        this.endMillis = end.mode() == ScanPosition.Mode.TIMESTAMP ? end.millis() : Long.MAX_VALUE;
    }

    /** The first offset that is not read, as far as it is known. */
    long of(int partition) {
        return bounds.getOrDefault(partition, LiveLane.UNBOUNDED);
    }

    /**
     * Which of some records of a partition are the last ones to be read: the position behind them.
     *
     * @param records a stretch from {@code from} to {@code to}, all behind those asked about before
     */
    int cut(int partition, List<ConsumerRecord<ByteBuffer, ByteBuffer>> records, int from, int to) {
        if (of(partition) == LiveLane.UNBOUNDED && endMillis < Long.MAX_VALUE) {
            for (int i = from; i < to; i++) {
                if (records.get(i).timestamp() >= endMillis) {
                    bounds.put(partition, records.get(i).offset());
                    return i;
                }
            }
        }
        long bound = of(partition);
        int end = to;
        while (end > from && records.get(end - 1).offset() >= bound) {
            end--;
        }
        return end;
    }
}
