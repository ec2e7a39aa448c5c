package io.barograph.local.live;

import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.error.Closing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Reads some lanes and gathers states; gives them away when the publisher asks, between two batches. Nothing in a
 * {@link #step} waits for another thread.
 */
final class LiveWorker implements AutoCloseable {
    /**
     * What the publisher asks all workers for.
     *
     * @param upTo by query, the end of the last ripe window
     * @param gone by query, the end of the last window that is kept no longer
     */
    record Request(long id, long[] upTo, long[] gone, boolean all) {
        static final Request NONE = new Request(0, new long[0], new long[0], false);
    }

    /**
     * The answer.
     *
     * @param parts by query, then stage
     * @param lanes where a checkpoint was asked for, the lanes' states as {@link LaneState#write} has them; else empty
     */
    record Handover(List<List<Partial.Part>> parts, Map<LaneState, byte[]> lanes) {}

    /** Opens a reading of some lanes of a source, which feeds the worker's partial states. */
    interface Opening {
        LaneReading open(LiveSource source, List<LaneState> lanes);
    }

    private record Arrival(LiveSource source, List<LaneState> lanes) {}

    /** A lane and the source that it is of. */
    record Lane(LiveSource source, LaneState state) {}

    private static final int MEMORY_CHECK = 16;

    private final List<LaneReading> readings = new CopyOnWriteArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final Opening opening;
    private final List<LiveQuery.WorkerPart> parts;
    private final Queue<Handover> answers;
    private final LongSupplier clock;
    private final AtomicLongArray earliest;
    private final BlockedTime blocked = new BlockedTime();
    private volatile long memoryBytes;
    private long answered;
    private int steps;
    private int next;

    /** @param parts by query */
    LiveWorker(Opening opening, List<LiveQuery.WorkerPart> parts, Queue<Handover> answers, LongSupplier clock) {
        this.opening = opening;
        this.parts = parts;
        this.answers = answers;
        this.clock = clock;
        this.earliest = new AtomicLongArray(parts.size());
        for (int query = 0; query < parts.size(); query++) {
            earliest.set(query, Partial.NOTHING);
        }
    }

    /** Gives the worker lanes of a source to read from its next step on. Any thread may. */
    void adopt(LiveSource source, List<LaneState> given) {
        arrivals.add(new Arrival(source, given));
    }

    /**
     * Answers a request that is new, then reads a batch.
     *
     * @param isBehind whether the publisher is: then nothing is read
     * @return whether anything was done
     */
    boolean step(Request request, boolean isBehind, long waitNanos) throws IOException {
        for (Arrival arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            LiveSource source = arrival.source;
            readings.add(opening.open(source, arrival.lanes));
            arrival.lanes.forEach(lane -> lanes.add(new Lane(source, lane)));
        }
        boolean isNew = request.id() != answered;
        if (isNew) {
            answer(request);
        }
        if (isBehind) {
            blocked.begin();
            return isNew;
        }
        blocked.end();
        for (int i = 0; i < readings.size(); i++) {
            boolean last = i == readings.size() - 1;
            next = (next + 1) % readings.size();
            if (readings.get(next).step(last ? waitNanos : 0, clock.getAsLong())) {
                noteEarliest();
                if (++steps % MEMORY_CHECK == 0) {
                    noteMemory();
                }
                return true;
            }
        }
        return isNew;
    }

    private void answer(Request request) {
        List<List<Partial.Part>> given = new ArrayList<>();
        for (int query = 0; query < parts.size(); query++) {
            long upTo = request.upTo()[query];
            parts.get(query).retirement().advance(request.gone()[query]);
            given.add(parts.get(query).partials().stream()
                    .map(partial -> partial.handOver(upTo, request.all()))
                    .toList());
        }
        Map<LaneState, byte[]> states = new HashMap<>();
        for (Lane lane : request.all() ? lanes : List.<Lane>of()) {
            StateOutput output = new StateOutput();
            lane.state.write(lane.source.schema(), output);
            states.put(lane.state, output.toByteArray());
        }
        answered = request.id();
        noteEarliest();
        noteMemory();
        answers.add(new Handover(given, states));
    }

    private void noteEarliest() {
        for (int query = 0; query < parts.size(); query++) {
            long least = Partial.NOTHING;
            for (Partial partial : parts.get(query).partials()) {
                least = Math.min(least, partial.earliest());
            }
            earliest.set(query, least);
        }
    }

    private void noteMemory() {
        long bytes = 0;
        for (LiveQuery.WorkerPart part : parts) {
            for (Partial partial : part.partials()) {
                bytes += partial.memoryBytes();
            }
        }
        memoryBytes = bytes;
    }

    /** The end of the earliest window gathered for a query; any thread may ask. */
    long earliest(int query) {
        return earliest.get(query);
    }

    /** Bytes of heap that the partial states take, as of a while ago; any thread may ask. */
    long memoryBytes() {
        return memoryBytes;
    }

    /** For how long it has not read because the publisher was behind; any thread may ask. */
    long blockedNanos() {
        return blocked.nanos();
    }

    /** The breakers before its sources; any thread may ask. */
    List<LiveStatus.Guard> guards() {
        return readings.stream().flatMap(reading -> reading.guards().stream()).toList();
    }

    /** What is wrong with its sources; empty where nothing is. */
    String health() {
        return readings.stream()
                .map(LaneReading::health)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Closes its readings. */
    @Override
    public void close() {
        Closing.all(readings);
    }
}
