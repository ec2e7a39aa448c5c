package io.barograph.local.live;

import io.barograph.core.live.Breaker;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a live run is doing. Times of the data are nanoseconds since 1970, {@link Long#MIN_VALUE} for none yet.
 *
 * @param elapsedNanos since the start
 * @param operators what each query keeps between its tables and its sink; none where a cluster keeps it
 * @param checkpoint the last one saved, or -1
 * @param checkpointAgeNanos since it was saved
 * @param checkpointNanos how long it took
 * @param checkpointPauseNanos for how much of that nothing was shown
 * @param checkpointBytes its size
 * @param stateBytes heap that states take
 * @param undefined results of expressions that were undefined, by their text
 * @param waits who waits for whom
 * @param goal what a run that ends at an event time has yet to come to; null for others
 * @param end why the run is over, or null while it goes on
 */
public record LiveStatus(
        long elapsedNanos,
        List<Lane> lanes,
        List<Sink> sinks,
        List<Operator> operators,
        long checkpoint,
        long checkpointAgeNanos,
        long checkpointNanos,
        long checkpointPauseNanos,
        long checkpointBytes,
        long stateBytes,
        Map<String, Long> undefined,
        Waits waits,
        @Nullable Goal goal,
        @Nullable End end) {
    public LiveStatus {
        lanes = List.copyOf(lanes);
        sinks = List.copyOf(sinks);
        operators = List.copyOf(operators);
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
     * A stage of a query.
     *
     * @param sink that its rows go to at last
     * @param stage its number among the query's, in the order in which rows pass them
     * @param kind in a word: {@code merge}, {@code sessions}, {@code fold}, {@code join} or {@code rows}
     * @param columns of what it gives
     * @param rowsIn that came to it in this run, behind filters
     * @param stateBytes heap that it takes, without what workers hold
     */
    public record Operator(String sink, int stage, String kind, List<String> columns, long rowsIn, long stateBytes) {
        public Operator {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Who of a run waits for whom.
     *
     * @param health what is wrong just now, in words; empty where nothing is
     * @param blocked for how long each source and each operator has been held up so far
     * @param guards circuit breakers before systems outside
     */
    public record Waits(String health, List<Blocked> blocked, List<Guard> guards) {
        /** Nobody waits, and nothing is outside. */
        public static final Waits NONE = new Waits("", List.of(), List.of());

        public Waits {
            blocked = List.copyOf(blocked);
            guards = List.copyOf(guards);
        }
    }

    /**
     * For how long something had more to give than what is behind it took: back-pressure.
     *
     * @param name of a source's table, or of the sink that an operator's rows go to
     * @param stage as {@link Operator#stage}, or {@link #SOURCE}
     * @param nanos since the run began; it never shrinks
     */
    public record Blocked(String name, int stage, long nanos) {
        /** In place of a stage: the source of a table's rows. */
        public static final int SOURCE = -1;
    }

    /**
     * A circuit breaker.
     *
     * @param name of the source's table, or of the sink, that calls the system
     * @param isSink which of them
     */
    public record Guard(String name, boolean isSink, Breaker breaker) {}

    /**
     * The event time that a run ends at.
     *
     * @param time what it is
     * @param sink the one that is furthest from it
     * @param reached all results of that sink up to here are shown
     * @param heldBy the lane that holds it; empty where none does
     */
    public record Goal(long time, String sink, long reached, String heldBy) {}

    /** Why a run is over. */
    public enum End {
        /** All lanes have ended: every window is shown. */
        ENDED,
        /** All results are shown up to the time that was asked for. */
        REACHED,
        /** What there was is read. */
        CAUGHT_UP,
        /** It was told to stop. */
        CANCELLED,
        /** An earlier run has done all, and nothing has come since. */
        DONE
    }

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

    /** As it is some time later, if nothing has changed but who waits. */
    LiveStatus later(long nanos, Waits waitsNow) {
        return new LiveStatus(
                elapsedNanos + nanos,
                lanes,
                sinks,
                operators,
                checkpoint,
                checkpointAgeNanos + nanos,
                checkpointNanos,
                checkpointPauseNanos,
                checkpointBytes,
                stateBytes,
                undefined,
                waitsNow,
                goal,
                end);
    }

    /** The same with some of its sinks. */
    public LiveStatus withSinks(List<Sink> some) {
        return new LiveStatus(
                elapsedNanos,
                lanes,
                some,
                operators,
                checkpoint,
                checkpointAgeNanos,
                checkpointNanos,
                checkpointPauseNanos,
                checkpointBytes,
                stateBytes,
                undefined,
                waits,
                goal,
                end);
    }

    /** What is wrong just now; empty where nothing is. */
    public String health() {
        return waits.health();
    }

    /** For how long a source has been held up, in nanoseconds; 0 where that is not known. */
    public long blockedNanos(String table) {
        return blockedNanos(table, Blocked.SOURCE);
    }

    /** For how long an operator has been held up, in nanoseconds; 0 where that is not known. */
    public long blockedNanos(Operator operator) {
        return blockedNanos(operator.sink(), operator.stage());
    }

    private long blockedNanos(String name, int stage) {
        return waits.blocked().stream()
                .filter(one -> one.name().equals(name) && one.stage() == stage)
                .mapToLong(Blocked::nanos)
                .sum();
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
