package io.barograph.server.pipeline;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.EncodingSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.formats.output.JsonSink;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A result as it is now, its rows as JSON, and what has changed since somebody asked: the latest rows, as many as are kept. With a
 * key, a row takes the place of the one with equal values there; without, rows are told apart by all their values. Not
 * thread-safe.
 */
final class ResultTable {
    /** Changes without a key that are told of at once; of more, the latest. */
    private static final int MOST_CHANGES = 2_000;

    private final Schema schema;
    private final int[] key;
    private final boolean hasKey;
    private final int most;
    private final BatchCompactor compactor;
    private final EncodingSink.Encoder rowEncoder;
    private final EncodingSink.Encoder keyEncoder;

    private final Map<String, Entry> rows = new LinkedHashMap<>();
    private long total;
    private long forgotten;

    private final Set<String> changedKeys = new LinkedHashSet<>();
    private final Deque<Change> changes = new ArrayDeque<>();
    private long skipped;

    /** Without a key: rows behind the checkpoint that was made last, which come again if the run goes on from there. */
    private final List<Recent> recent = new ArrayList<>();

    private record Recent(long checkpoint, String row) {}

    private record Change(boolean isAdded, String row) {}

    /** A row, and how many there are of it. */
    private static final class Entry {
        String row;
        int count;

        Entry(String row) {
            this.row = row;
        }
    }

    /**
     * What has changed.
     *
     * @param added rows that came, or took the place of those with their key
     * @param removed those that went: the columns of their key, or all of them without a key
     * @param skipped changes that are not told of one by one
     */
    record Changes(List<String> added, List<String> removed, long skipped) {}

    ResultTable(SinkRequest request, int most) {
        this.schema = request.schema();
        List<String> declared = request.target().primaryKey();
        this.key = (declared.isEmpty()
                        ? request.key().stream().mapToInt(Integer::intValue)
                        : declared.stream().mapToInt(schema::indexOf))
                .toArray();
        this.hasKey = request.hasKey() || !declared.isEmpty();
        this.most = most;
        this.compactor = BatchCompactor.of(schema);
        this.rowEncoder = encoder(schema);
        this.keyEncoder = encoder(schema.select(key));
    }

    private static EncodingSink.Encoder encoder(Schema schema) {
        JsonSink lines = JsonSink.lines(OutputStream.nullOutputStream());
        lines.begin(schema);
        return lines.newEncoder();
    }

    Schema schema() {
        return schema;
    }

    /** The names of the columns that tell rows apart; null where none do. */
    @Nullable
    List<String> keyNames() {
        return hasKey ? IntStream.of(key).mapToObj(schema::name).toList() : null;
    }

    /**
     * Takes changes.
     *
     * @param checkpoint that they will belong to
     */
    void apply(Revisions revisions, long checkpoint) {
        remove(revisions.before(), revisions::hadBefore, revisions);
        Batch after = present(revisions.after(), revisions.size(), revisions::hasAfter);
        if (after == null) {
            return;
        }
        List<String> texts = lines(rowEncoder, after);
        List<String> keys = hasKey ? lines(keyEncoder, after.select(key)) : texts;
        for (int i = 0; i < texts.size(); i++) {
            put(keys.get(i), texts.get(i), checkpoint);
        }
    }

    private void remove(@Nullable Batch rowsBefore, IntPredicate had, Revisions revisions) {
        Batch before = present(rowsBefore, revisions.size(), had);
        if (before == null) {
            return;
        }
        List<String> keys = hasKey ? lines(keyEncoder, before.select(key)) : lines(rowEncoder, before);
        keys.forEach(this::remove);
    }

    private @Nullable Batch present(@Nullable Batch batch, int size, IntPredicate there) {
        if (batch == null) {
            return null;
        }
        int[] positions = IntStream.range(0, size).filter(there).toArray();
        return positions.length == 0 ? null : compactor.copy(batch, positions, positions.length);
    }

    private static List<String> lines(EncodingSink.Encoder encoder, Batch batch) {
        int length = encoder.encode(batch);
        return new String(encoder.bytes(), 0, length, StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private void put(String at, String row, long checkpoint) {
        Entry entry = rows.computeIfAbsent(at, unseen -> new Entry(row));
        if (hasKey) {
            entry.row = row;
            total += entry.count == 0 ? 1 : 0;
            entry.count = 1;
            changedKeys.add(at);
        } else {
            entry.count++;
            total++;
            note(new Change(true, row));
            recent.add(new Recent(checkpoint, row));
        }
        if (total - forgotten > most) {
            forget();
        }
    }

    private void forget() {
        Iterator<Map.Entry<String, Entry>> oldest = rows.entrySet().iterator();
        while (total - forgotten > most) {
            Map.Entry<String, Entry> first = oldest.next();
            forgotten += first.getValue().count;
            changedKeys.remove(first.getKey());
            oldest.remove();
        }
    }

    /** One that is not kept was forgotten, or came before this process. */
    private void remove(String at) {
        Entry entry = rows.get(at);
        if (entry == null) {
            if (forgotten > 0) {
                forgotten--;
                total--;
            }
            return;
        }
        total--;
        if (--entry.count == 0) {
            rows.remove(at);
        }
        if (hasKey) {
            changedKeys.add(at);
        } else {
            note(new Change(false, at));
        }
    }

    private void note(Change change) {
        changes.add(change);
        if (changes.size() > MOST_CHANGES) {
            changes.removeFirst();
            skipped++;
        }
    }

    /** The run goes on behind a checkpoint: rows that it will give again go. With a key they take their own place. */
    void resume(long checkpoint) {
        for (Recent row : recent) {
            if (row.checkpoint() > checkpoint) {
                remove(row.row());
            }
        }
        recent.clear();
    }

    /** A checkpoint is saved: what belongs to it does not come again. */
    void saved(long checkpoint) {
        recent.removeIf(row -> row.checkpoint() <= checkpoint);
    }

    /** What has changed since it was asked for last; null where nothing has. */
    @Nullable
    Changes takeChanges() {
        if (changedKeys.isEmpty() && changes.isEmpty()) {
            return null;
        }
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String at : changedKeys) {
            Entry entry = rows.get(at);
            if (entry == null) {
                removed.add(at);
            } else {
                added.add(entry.row);
            }
        }
        for (Change change : changes) {
            (change.isAdded() ? added : removed).add(change.row());
        }
        Changes taken = new Changes(added, removed, skipped);
        changedKeys.clear();
        changes.clear();
        skipped = 0;
        return taken;
    }

    /** All rows that are kept, in the order in which they first came. */
    List<String> rows() {
        List<String> all = new ArrayList<>();
        for (Entry entry : rows.values()) {
            for (int i = 0; i < entry.count; i++) {
                all.add(entry.row);
            }
        }
        return all;
    }

    /** How many rows the result has, those that are no longer kept among them. */
    long total() {
        return total;
    }
}
