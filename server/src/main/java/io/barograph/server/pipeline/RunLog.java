package io.barograph.server.pipeline;

import io.barograph.local.live.LiveStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a pipeline's run: how it stands, how fast it goes, and since when each result waits for whom. Thread-safe. */
public final class RunLog {
    private static final long WINDOW_NANOS = 5_000_000_000L;

    private final Deque<Moment> recent = new ArrayDeque<>();
    private final Map<String, Holder> holders = new HashMap<>();
    /** When the last checkpoint was saved, or somebody started the pipeline, as {@link System#nanoTime}. */
    private long savedNanos = System.nanoTime();

    /** The number of that checkpoint; -1 where there was none since. */
    private long savedNumber = -1;

    private record Moment(long nanos, LiveStatus status) {}

    /**
     * Who holds a watermark.
     *
     * @param lane its name
     * @param sinceNanos as {@link System#nanoTime}: the wall clock may be set meanwhile
     */
    public record Holder(String lane, long sinceNanos) {
        /** For how long it has. */
        public Duration age() {
            return Duration.ofNanos(System.nanoTime() - sinceNanos);
        }
    }

    /** Somebody starts the pipeline: the first of its runs begins. */
    synchronized void clear() {
        recent.clear();
        holders.clear();
        savedNanos = System.nanoTime();
        savedNumber = -1;
    }

    synchronized void add(LiveStatus status) {
        long now = System.nanoTime();
        recent.add(new Moment(now, status));
        // A run that goes on from a checkpoint has not saved it: its age goes on, too.
        if (status.checkpoint() > savedNumber) {
            savedNumber = status.checkpoint();
            savedNanos = now - status.checkpointAgeNanos();
        }
        while (recent.size() > 2 && now - recent.getFirst().nanos() > WINDOW_NANOS) {
            recent.removeFirst();
        }
        for (LiveStatus.Sink sink : status.sinks()) {
            Holder before = holders.get(sink.name());
            if (sink.heldBy().isEmpty()) {
                holders.remove(sink.name());
            } else if (before == null || !before.lane().equals(sink.heldBy())) {
                holders.put(sink.name(), new Holder(sink.heldBy(), now));
            }
        }
    }

    /** How the run stood last; null before it said so. */
    public synchronized @Nullable LiveStatus last() {
        Moment last = recent.peekLast();
        return last == null ? null : last.status();
    }

    /**
     * Time since the last checkpoint was saved; since somebody started the pipeline, where none has been since. It goes on while nothing
     * runs, as between a failure and the next try.
     */
    public synchronized Duration checkpointAge() {
        return Duration.ofNanos(System.nanoTime() - savedNanos);
    }

    /** Who holds what a sink waits for; null where nobody does. */
    public synchronized @Nullable Holder holder(String sink) {
        return holders.get(sink);
    }

    /** Something that a status counts. */
    @FunctionalInterface
    public interface Count {
        long of(LiveStatus status);
    }

    /** How much a count has grown in a second, over the last few; 0 where nothing is known. */
    public synchronized double perSecond(Count count) {
        Moment first = recent.peekFirst();
        Moment last = recent.peekLast();
        if (first == null || last == null || first == last) {
            return 0;
        }
        long grown = count.of(last.status()) - count.of(first.status());
        return Math.max(0, grown * 1e9 / (last.nanos() - first.nanos()));
    }
}
