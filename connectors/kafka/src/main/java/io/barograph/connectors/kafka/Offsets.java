package io.barograph.connectors.kafka;

import io.barograph.core.live.LiveLane;
import io.barograph.formats.ScanPosition;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets of some partitions of a topic: of what there is, and of what is declared.
 *
 * @param partitions in the order in which all else is
 * @param firsts of the first records that there are
 * @param ends behind the last ones
 */
record Offsets(Topics topics, List<TopicPartition> partitions, long[] firsts, long[] ends) {
    /** Asks for them. */
    static Offsets of(Topics topics, String topic) {
        List<TopicPartition> partitions = topics.partitions(topic);
        // The ends first: the records of a topic that is never empty lie between the two then.
        long[] ends = topics.ends(partitions);
        return new Offsets(topics, partitions, topics.beginnings(partitions), ends);
    }

    /** Where a run without a checkpoint begins; a partition that is not named does with its first record. */
    long[] starts(ScanPosition start) {
        return switch (start.mode()) {
            case EARLIEST, UNBOUNDED -> firsts;
            case LATEST -> ends;
            case TIMESTAMP -> atTime(start.millis(), ends);
            case SPECIFIC -> named(start, firsts);
        };
    }

    /**
     * The first offsets that are not read. Of a partition that is not named, nothing is; one without a record of the time or a
     * later one ends where it ends now, but where the time has yet to come, nobody can tell ({@link LiveLane#UNBOUNDED}): with
     * the first such record.
     *
     * @param nowMillis since 1970
     */
    long[] bounds(ScanPosition end, long nowMillis) {
        return switch (end.mode()) {
            case EARLIEST -> firsts;
            case UNBOUNDED -> all(LiveLane.UNBOUNDED);
            case LATEST -> ends;
            case TIMESTAMP -> atTime(end.millis(), end.millis() > nowMillis ? all(LiveLane.UNBOUNDED) : ends);
            case SPECIFIC -> named(end, all(0));
        };
    }

    /** The first offsets that are not read by a query at rest: it waits for nothing. */
    long[] restEnds(ScanPosition end) {
        long[] bounds = bounds(end, Long.MAX_VALUE);
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Math.min(bounds[i], ends[i]);
        }
        return bounds;
    }

    private long[] all(long offset) {
        long[] same = new long[ends.length];
        Arrays.fill(same, offset);
        return same;
    }

    private long[] atTime(long millis, long[] otherwise) {
        long[] found = topics.atTime(partitions, millis);
        for (int i = 0; i < found.length; i++) {
            found[i] = found[i] < 0 ? otherwise[i] : found[i];
        }
        return found;
    }

    private long[] named(ScanPosition declared, long[] otherwise) {
        long[] offsets = otherwise.clone();
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = declared.offsets().getOrDefault(partitions.get(i).partition(), otherwise[i]);
        }
        return offsets;
    }
}
