package io.barograph.local.live;

import io.barograph.core.source.EventTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks workers for what is ripe, merges it, shows it, and makes checkpoints. A checkpoint is a consistent cut without a stop:
 * each worker gives away all that it has gathered, with its lanes' states of that moment, and reads on; what was given away
 * together is merged here before anything later. Nothing in a {@link #step} waits for another thread.
 */
final class Publisher {
    /** Rows and groups of no window are shown as often as this. */
    private static final long TICK_NANOS = 25_000_000L;

    /** To read on beyond these bytes of a worker's states would gain nothing, and checkpoints would come late. */
    private static final long MOST_AHEAD = 64L << 20;

    /** Rows that sinks may hold in memory because a checkpoint is being made, but for those that are shown at one time. */
    private static final long MOST_HELD = 1L << 16;

    /** Fewer groups of a window are not worth a file. */
    private static final int FEWEST_SPILLED = 1 << 10;

    private final List<LiveSource> sources;
    private final List<LiveQuery> queries;
    private final List<QueryTime> times;
    private final List<LiveWorker> workers;
    private final Queue<LiveWorker.Handover> answers;
    private final Checkpoints checkpoints;
    private final RunWaits waits;
    private final LiveOptions options;
    private final LiveObserver observer;
    private final LongSupplier clock;

    private volatile LiveWorker.Request request = LiveWorker.Request.NONE;
    private volatile long[] ripe;
    private volatile boolean publishing;
    /** The run ends with what is read: whoever read on would take it beyond the time that it is to end at. */
    private volatile boolean ending;
    /** Whether somebody has asked for the end, at any step. */
    private boolean isStopped;
    /** The last request that is done with. */
    private long done;

    private final List<LiveWorker.Handover> received = new ArrayList<>();
    /** What the queries' stores took when they last changed: adding it up costs more than asking. */
    private long storeBytes;

    private long[] settledThen = new long[0];
    private boolean endedThen;
    /** Why the run is to end with what was asked for; null where it is not. */
    private LiveStatus.@Nullable End endThen;
    /** All is shown that an earlier instance can have shown: it read no further, and waited no longer for silent lanes. */
    private boolean isCertainThen;

    private final long longestIdle;

    /** Lanes as the workers gave them with what the last checkpoint was taken of. */
    private Map<LaneState, byte[]> lastCut = Map.of();

    private long lastTick;
    private final long begun;
    /** Why the run is over; null while it is not. */
    private LiveStatus.@Nullable End end;

    private BooleanSupplier spillsAnyway = () -> false;
    /** By query, when the run is over. */
    private List<LiveStatus.@Nullable Answer> answered = List.of();

    /** @param wasUsed whether an earlier run may have shown rows */
    Publisher(
            List<LiveSource> sources,
            List<LiveQuery> queries,
            List<QueryTime> times,
            List<LiveWorker> workers,
            Queue<LiveWorker.Handover> answers,
            Checkpoints checkpoints,
            boolean wasUsed,
            LiveOptions options,
            LiveObserver observer,
            LongSupplier clock) {
        this.sources = sources;
        this.queries = queries;
        this.times = times;
        this.workers = workers;
        this.answers = answers;
        this.checkpoints = checkpoints;
        this.waits = new RunWaits(sources, queries, workers);
        this.options = options;
        this.observer = observer;
        this.clock = clock;
        this.begun = clock.getAsLong();
        this.longestIdle = sources.stream()
                .map(source -> source.description.eventTime())
                .mapToLong(time -> time == null || time.idleNanos() == EventTime.ALL ? 0 : time.idleNanos())
                .max()
                .orElse(0);
        queries.forEach(query -> query.mayHaveStaleRows(wasUsed));
        this.ripe = new long[queries.size()];
        Arrays.fill(ripe, Long.MIN_VALUE);
    }

    /** Who waits for whom; any thread may ask it. */
    RunWaits waits() {
        return waits;
    }

    /** Has states written to disk at other times than when memory is short. */
    void spillWhen(BooleanSupplier also) {
        spillsAnyway = also;
    }

    /** What workers are to answer. Any thread may ask. */
    LiveWorker.Request request() {
        return request;
    }

    /**
     * Whether a worker has gathered much while this has not kept up: then it should not read on. A sink that takes nothing so
     * holds up the reading, and memory stays bounded. Nor where the run is about to end. Any thread may ask.
     */
    boolean isBehind(LiveWorker worker) {
        if (ending) {
            return true;
        }
        if (worker.memoryBytes() < Math.min(MOST_AHEAD, memory() / 8 / workers.size())) {
            return false;
        }
        if (publishing || checkpoints.isSaving()) {
            return true;
        }
        long[] shown = ripe;
        for (int query = 0; query < shown.length; query++) {
            if (worker.earliest(query) <= shown[query]) {
                return true;
            }
        }
        return false;
    }

    /** All was done by the run that made the last checkpoint. */
    void endHere() {
        end = LiveStatus.End.DONE;
        answerQueries(true, (source, lane) -> lane);
    }

    /** Whether the run is over, its last checkpoint made. */
    boolean isFinished() {
        return end != null;
    }

    /**
     * Goes on by a little.
     *
     * @param stop whether the run should end
     * @return whether anything was done
     */
    boolean step(boolean stop) {
        isStopped |= stop;
        if (checkpoints.finish()) {
            end();
            return true;
        }
        if (request.id() == done) {
            return ask();
        }
        LiveWorker.Handover answer = answers.poll();
        if (answer == null) {
            return false;
        }
        received.add(answer);
        if (received.size() == workers.size()) {
            publishing = true;
            process();
            publishing = false;
            received.clear();
            done = request.id();
        }
        return true;
    }

    private void end() {
        end = endThen;
        if (end != null) {
            answerQueries(endedThen, (source, lane) -> {
                byte[] then = lastCut.get(lane);
                return then == null ? null : lane.then(source.schema(), then);
            });
        }
    }

    private boolean ask() {
        if (checkpoints.isSaving() && (endThen != null || isHeldUp())) {
            return false;
        }
        // Before the times are looked at: what ends the run must have been shown as far as it is ripe.
        boolean isCaughtUp = isCaughtUp();
        long now = clock.getAsLong();
        boolean allEnded = true;
        boolean due = false;
        boolean isTick = now - lastTick >= TICK_NANOS;
        long[] upTo = new long[queries.size()];
        long[] settled = new long[queries.size()];
        long[] gone = new long[queries.size()];
        for (int query = 0; query < queries.size(); query++) {
            QueryTime time = times.get(query);
            time.look(now);
            upTo[query] = time.upTo();
            settled[query] = time.settled();
            gone[query] = time.gone();
            allEnded &= time.ended();
            due |= queries.get(query).isDue(upTo[query], settled[query]);
            for (LiveWorker worker : workers) {
                long earliest = worker.earliest(query);
                due |= earliest == Long.MIN_VALUE ? isTick : earliest != Partial.NOTHING && earliest <= upTo[query];
            }
        }
        ripe = upTo;
        checkMemory();
        isCertainThen = isCaughtUp && now - begun >= longestIdle;
        LiveStatus.End ends = ends(allEnded, isCaughtUp);
        ending = ends != null;
        boolean isSaving = checkpoints.isSaving();
        if (isSaving && ends != null) {
            // The last checkpoint comes behind the one that is being made.
            return false;
        }
        // States that workers hold can be written to disk once they have been handed over.
        boolean saves = !isSaving
                && (ends != null
                        || now - checkpoints.savedAt() >= options.checkpointNanos()
                        || options.trigger().isRequested()
                        || workerBytes() > memory() / 8);
        if (!due && !saves) {
            return false;
        }
        lastTick = isTick ? now : lastTick;
        settledThen = settled;
        endedThen = allEnded;
        endThen = ends;
        if (saves) {
            options.trigger().clear();
        }
        request = new LiveWorker.Request(request.id() + 1, upTo, gone, saves);
        return true;
    }

    /** Whether to wait for the checkpoint that is being made, so that what cannot be let go before does not become too much. */
    private boolean isHeldUp() {
        return storeBytes > memory() / 4
                || checkpoints.shownSince() > MOST_HELD
                        && queries.stream().anyMatch(query -> query.sink().holdsWhilePrepared());
    }

    /** Why the run is to end now, the times having been looked at; null where it is not. */
    private LiveStatus.@Nullable End ends(boolean allEnded, boolean isCaughtUp) {
        if (allEnded) {
            return LiveStatus.End.ENDED;
        }
        LiveStatus.Goal goal = goal();
        if (goal != null && goal.reached() >= goal.time()) {
            return LiveStatus.End.REACHED;
        }
        if (options.until() == LiveOptions.Until.CAUGHT_UP && isCaughtUp) {
            return LiveStatus.End.CAUGHT_UP;
        }
        return isStopped ? LiveStatus.End.CANCELLED : null;
    }

    /** How far the query that is furthest from the time that was asked for has come to it; null where none was. */
    private LiveStatus.@Nullable Goal goal() {
        if (options.untilTime() == Long.MAX_VALUE) {
            return null;
        }
        LiveStatus.@Nullable Goal furthest = null;
        for (int query = 0; query < queries.size(); query++) {
            QueryTime time = times.get(query);
            boolean isFinal = queries.get(query).showsOnlyFinal();
            long reached = isFinal ? time.settled() : time.upTo();
            if (furthest == null || reached < furthest.reached()) {
                furthest = new LiveStatus.Goal(
                        options.untilTime(),
                        queries.get(query).name(),
                        reached,
                        isFinal ? time.settledBy() : time.heldBy());
            }
        }
        return furthest;
    }

    private boolean isCaughtUp() {
        return sources.stream().flatMap(source -> source.lanes.stream()).allMatch(LaneState::isCaughtUp);
    }

    private void checkMemory() {
        long bytes = stateBytes();
        if (bytes > memory()) {
            throw MemoryShortage.of(queries, bytes, memory());
        }
    }

    private long memory() {
        return options.run().memoryBytes();
    }

    private long workerBytes() {
        return workers.stream().mapToLong(LiveWorker::memoryBytes).sum();
    }

    private long stateBytes() {
        return storeBytes + workerBytes();
    }

    private void process() {
        LiveWorker.Request answered = request;
        for (int query = 0; query < queries.size(); query++) {
            for (LiveWorker.Handover part : received) {
                queries.get(query).absorb(part.parts().get(query));
            }
            show(
                    queries.get(query),
                    new Store.Moment(
                            answered.upTo()[query], settledThen[query], endedThen, answered.all(), endThen != null));
        }
        if (isCertainThen) {
            queries.forEach(query -> query.mayHaveStaleRows(false));
        }
        spill();
        if (answered.all()) {
            lastCut = cut();
            checkpoints.begin(answered.upTo(), settledThen, endedThen, lastCut);
        }
    }

    private void show(LiveQuery query, Store.Moment moment) {
        LiveObserver.Showing observed = observer.showing(query.name());
        if (observed == null) {
            query.publish(moment);
            return;
        }
        query.sink().trace(observed.traceparent());
        long shownBefore = query.counts().shown();
        query.publish(moment);
        observed.done(moment.upTo(), query.counts().shown() - shownBefore);
    }

    private void spill() {
        boolean anyway = spillsAnyway.getAsBoolean();
        storeBytes = queries.stream().mapToLong(LiveQuery::memoryBytes).sum();
        if (checkpoints.isSaving()) {
            // What is being written would stay in memory all the same.
            return;
        }
        if (anyway || storeBytes > memory() / 4) {
            long keep = anyway ? 0 : memory() / 8 / queries.size();
            queries.forEach(query -> query.spill(keep, anyway ? 1 : FEWEST_SPILLED));
            storeBytes = queries.stream().mapToLong(LiveQuery::memoryBytes).sum();
        }
    }

    /** The lanes as they were when the workers answered. */
    private Map<LaneState, byte[]> cut() {
        Map<LaneState, byte[]> states = new HashMap<>();
        received.forEach(part -> states.putAll(part.lanes()));
        return states;
    }

    /** A lane as it was when all that a query has was read; null where it came later. */
    private interface Standing {
        @Nullable
        LaneState of(LiveSource source, LaneState lane);
    }

    /** Takes what the queries have come to, for receipts: workers may read on, so lanes are told of as they were. */
    private void answerQueries(boolean ended, Standing standing) {
        if (!options.proves()) {
            return;
        }
        long now = clock.getAsLong();
        List<LiveStatus.Answer> all = new ArrayList<>();
        for (int query = 0; query < queries.size(); query++) {
            List<LiveStatus.Lane> lanes = new ArrayList<>();
            for (LiveSource source : times.get(query).sources()) {
                for (LaneState lane : source.lanes) {
                    LaneState then = standing.of(source, lane);
                    if (then != null) {
                        lanes.add(status(source, source.description.name(), then, now));
                    }
                }
            }
            all.add(queries.get(query).answer(ended, lanes));
        }
        answered = all;
    }

    /** Takes in lanes that came while the run goes on. */
    List<LaneState> arrive(LaneDiscovery.Arrival arrival) {
        LiveSource source = arrival.source();
        long[] settled = times.stream().mapToLong(QueryTime::settled).toArray();
        return source.arrive(arrival.lanes(), checkpoints.settledOf(source, settled), clock.getAsLong());
    }

    private LiveStatus.Lane status(LiveSource source, String table, LaneState state, long now) {
        LiveWorker.Lane lane = new LiveWorker.Lane(source, state);
        long read = state.read;
        long used = state.used;
        long late = state.late;
        long retired = state.retired;
        long rejected = state.rejected;
        return new LiveStatus.Lane(
                table,
                state.lane.name(),
                read,
                used,
                late,
                retired,
                rejected,
                end != null ? read - used - late - rejected : 0,
                state.first,
                state.offset,
                Math.max(0, state.endOffset - state.offset),
                state.watermark,
                now - state.lastRowNanos,
                QueryTime.isIdle(lane, now),
                state.ended);
    }

    LiveStatus status() {
        long now = clock.getAsLong();
        List<LiveStatus.Lane> lanes = new ArrayList<>();
        for (LiveSource source : sources) {
            for (LaneState state : source.lanes) {
                lanes.add(status(source, source.label(), state, now));
            }
        }
        List<LiveStatus.Sink> sinks = new ArrayList<>();
        Map<String, Long> undefined = new TreeMap<>();
        for (int i = 0; i < queries.size(); i++) {
            LiveQuery query = queries.get(i);
            sinks.add(new LiveStatus.Sink(
                    query.name(),
                    query.counts().added(),
                    query.counts().revised(),
                    query.counts().removed(),
                    times.get(i).upTo(),
                    times.get(i).heldBy(),
                    query.sink().guarantee(),
                    answered.isEmpty() ? null : answered.get(i)));
            query.undefined().forEach((text, count) -> undefined.merge(text, count, Long::sum));
        }
        return new LiveStatus(
                now - begun,
                lanes,
                sinks,
                queries.stream().flatMap(query -> query.operators().stream()).toList(),
                checkpoints.last(),
                now - checkpoints.savedAt(),
                checkpoints.nanos(),
                checkpoints.pauseNanos(),
                checkpoints.bytes(),
                stateBytes(),
                undefined,
                waits.now(),
                goal(),
                end);
    }
}
