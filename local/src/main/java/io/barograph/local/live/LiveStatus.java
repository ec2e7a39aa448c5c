package io.barograph.local.live;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a live run is doing. Times of the data are nanoseconds since 1970, {@link Long#MIN_VALUE} for none yet.
 *
 * @param elapsedNanos since the start
 * @param checkpoint the last one saved, or -1
 * @param checkpointAgeNanos since it was saved
 * @param checkpointNanos how long it took
 * @param checkpointBytes its size
 * @param stateBytes heap that states take
 * @param undefined results of expressions that were undefined, by their text
 * @param health what is wrong just now; empty where nothing is
 */
public record LiveStatus(
        long elapsedNanos,
        List<Lane> lanes,
        List<Sink> sinks,
        long checkpoint,
        long checkpointAgeNanos,
        long checkpointNanos,
        long checkpointBytes,
        long stateBytes,
        Map<String, Long> undefined,
        String health) {
    public LiveStatus {
        lanes = List.copyOf(lanes);
        sinks = List.copyOf(sinks);
    }

    /**
     * A lane's part: {@code read = used + late + rejected + held}, over all runs since the first.
     *
     * @param retired rows among the late ones that were accepted, but came for windows that were kept no longer
     * @param held rows that wait for the next one: 0 or 1
     * @param startOffset where the first run began
     * @param offset where the next record begins
     * @param lag what lies behind it, in the lane's offsets, as far as is known
     * @param silentNanos since its last record
     * @param isIdle whether it is silent for so long that nothing waits for it
     */
    public record Lane(
            String table,
            String name,
            long read,
            long used,
            long late,
            long retired,
            long rejected,
            long held,
            long startOffset,
            long offset,
            long lag,
            long watermark,
            long silentNanos,
            boolean isIdle,
            boolean ended) {}

    /**
     * A sink's part.
     *
     * @param added rows that took the place of none
     * @param watermark windows that end here or before are shown
     * @param heldBy the lane that holds the watermark, or empty
     * @param answer where {@link LiveOptions#proves}, at the end of a run; else null
     */
    public record Sink(
            String name,
            long added,
            long revised,
            long removed,
            long watermark,
            String heldBy,
            String guarantee,
            @Nullable Answer answer) {}

    /**
     * The table that would be left if all lanes ended where they were read to: what was shown, and the windows that are open.
     *
     * @param lanes that were read for it, by the names of their tables, as they were when that was all
     * @param checksum as {@link io.barograph.core.engine.AnswerChecksum} of a bag
     */
    public record Answer(List<Lane> lanes, long rows, String checksum) {
        public Answer {
            lanes = List.copyOf(lanes);
        }
    }

    /** As it is some time later, if nothing has changed but what is wrong. */
    LiveStatus later(long nanos, String healthNow) {
        return new LiveStatus(
                elapsedNanos + nanos,
                lanes,
                sinks,
                checkpoint,
                checkpointAgeNanos + nanos,
                checkpointNanos,
                checkpointBytes,
                stateBytes,
                undefined,
                healthNow);
    }

    public long read() {
        return lanes.stream().mapToLong(Lane::read).sum();
    }

    public long used() {
        return lanes.stream().mapToLong(Lane::used).sum();
    }

    public long late() {
        return lanes.stream().mapToLong(Lane::late).sum();
    }

    /** Where there are any, the run has diverged: a batch run over the same rows would have used them. */
    public long retired() {
        return lanes.stream().mapToLong(Lane::retired).sum();
    }

    public long rejected() {
        return lanes.stream().mapToLong(Lane::rejected).sum();
    }
}
