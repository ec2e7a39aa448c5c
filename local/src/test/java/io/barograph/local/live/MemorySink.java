package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Batch;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A place that outlives runs, and what writes to it: keyed rows, or a bag of rows, at once or with checkpoints. */
final class MemorySink implements LiveSink {
    /** What is there when the process is gone. */
    static final class Place {
        final Map<List<Object>, List<Object>> table = new HashMap<>();
        final List<List<Object>> log = new ArrayList<>();
        long shown = NONE;
        int revisions;
        /** How often what it showed was brought back. */
        int restored;

        /** The rows as texts and how often each is there. */
        Map<String, Integer> rows(boolean keyed) {
            Map<String, Integer> rows = new TreeMap<>();
            for (List<Object> row : keyed ? table.values() : log) {
                rows.merge(row.toString(), 1, Integer::sum);
            }
            return rows;
        }
    }

    private final Place place;
    private final SinkRequest request;
    private final boolean revises;
    private final boolean transactional;
    private final ReplayCatalog chance;
    private final List<Runnable> open = new ArrayList<>();
    private final List<Runnable> prepared = new ArrayList<>();

    MemorySink(Place place, SinkRequest request, boolean revises, boolean transactional, ReplayCatalog chance) {
        this.place = place;
        this.request = request;
        this.revises = revises;
        this.transactional = transactional;
        this.chance = chance;
    }

    @Override
    public String guarantee() {
        return "as it is told";
    }

    @Override
    public boolean holdsUnsaved() {
        return !transactional && revises;
    }

    @Override
    public boolean takesRevisions() {
        return revises;
    }

    @Override
    public long begin() {
        return transactional ? place.shown : ANY;
    }

    @Override
    public Shown shown() {
        return output -> output.writeByte(1);
    }

    @Override
    public void restore(long checkpoint, StateInput shown) {
        place.restored += shown.readByte();
    }

    @Override
    public void resume(long checkpoint) {
        if (transactional && checkpoint != place.shown) {
            throw new IllegalStateException(
                    "shows checkpoint " + place.shown + ", and is to go on behind " + checkpoint);
        }
    }

    @Override
    public void accept(Revisions changes) {
        crash();
        for (int i = 0; i < changes.size(); i++) {
            List<Object> before = changes.hadBefore(i) ? row(changes.before(), i) : null;
            List<Object> after = changes.hasAfter(i) ? row(changes.after(), i) : null;
            if (before != null && !revises) {
                throw new IllegalStateException("a row is taken back from a sink that cannot");
            }
            Runnable change = () -> apply(before, after);
            if (transactional) {
                open.add(change);
            } else {
                change.run();
                if (revises && chance.failsOnceIn > 0 && chance.below(10) == 0) {
                    // The answer was lost on its way, and the row is sent again.
                    change.run();
                }
            }
        }
    }

    private static List<Object> row(Batch batch, int position) {
        return Objects.requireNonNull(batch).row(position);
    }

    private List<Object> key(List<Object> row) {
        return request.key().stream().map(row::get).toList().toString().isEmpty()
                ? List.of()
                : new ArrayList<>(request.key().stream()
                        .map(row::get)
                        .map(String::valueOf)
                        .toList());
    }

    private void apply(List<Object> before, List<Object> after) {
        place.revisions += before != null ? 1 : 0;
        if (!request.hasKey()) {
            if (before != null && !place.log.remove(before)) {
                throw new IllegalStateException("what is taken back is there: " + before);
            }
            if (after != null) {
                place.log.add(after);
            }
            return;
        }
        if (before != null && after == null) {
            place.table.remove(key(before));
        }
        if (after != null) {
            place.table.put(key(after), after);
            place.log.add(after);
        }
    }

    @Override
    public void flush() {
        crash();
    }

    @Override
    public void prepare(long checkpoint) {
        crash();
        prepared.addAll(open);
        open.clear();
    }

    @Override
    public void commit(long checkpoint) {
        crash();
        prepared.forEach(Runnable::run);
        prepared.clear();
        place.shown = checkpoint;
        crash();
    }

    private void crash() {
        if (chance.failsOnceIn > 0 && chance.below(chance.failsOnceIn) == 0) {
            throw new BarographException(ErrorCode.UNAVAILABLE, "crash");
        }
    }

    @Override
    public void close() {}
}
