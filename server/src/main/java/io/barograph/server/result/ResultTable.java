package io.barograph.server.result;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.RowBytes;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.local.spill.BatchCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A result as it is now, and what has changed since somebody asked: the latest rows, as many as are kept, as columns. Nothing is
 * encoded before somebody looks. Not thread-safe; rows that were given may be read by any thread.
 */
public abstract sealed class ResultTable permits KeyedResult, LatestResult {
    /** Rows that are told of at once. */
    static final int MOST_CHANGES = 2_000;

    private final Schema schema;
    private final BatchCompactor compactor;
    private final BatchCodec codec;
    private final RowBytes bytes = new RowBytes();
    /** As {@link MissingRows#until}. */
    private final long[] forgottenUntil;

    private long forgotten;
    private boolean lacksEarlier;

    /**
     * What has changed.
     *
     * @param added rows that came, or took the place of those with their key
     * @param removed those that went: with a key, only the columns of that mean something
     * @param skipped rows that came and are not told of one by one
     * @param waiting keys whose changes are told of next time
     * @param isAnew whether too much went to be told of: what is there now is all that is known then
     */
    public record Changes(List<KeptRows> added, List<KeptRows> removed, long skipped, long waiting, boolean isAnew) {
        /** Whether nothing has. */
        public boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty() && skipped == 0 && !isAnew;
        }
    }

    ResultTable(Schema schema) {
        this.schema = schema;
        this.compactor = BatchCompactor.of(schema);
        this.codec = new BatchCodec(schema);
        this.forgottenUntil = new long[schema.size()];
        Arrays.fill(forgottenUntil, Long.MIN_VALUE);
    }

    /**
     * The table of what a query writes: by key where there is one.
     *
     * @param most rows that are kept
     */
    public static ResultTable of(SinkRequest request, int most) {
        List<String> declared = request.target().primaryKey();
        if (!request.hasKey() && declared.isEmpty()) {
            return new LatestResult(request.schema(), most);
        }
        IntStream key = declared.isEmpty()
                ? request.key().stream().mapToInt(Integer::intValue)
                : declared.stream().mapToInt(request.schema()::indexOf);
        return new KeyedResult(request.schema(), key.toArray(), most, request.givesReplaced());
    }

    /** Of all its rows. */
    public final Schema schema() {
        return schema;
    }

    /** Indexes of the columns that tell rows apart; null where none do. */
    public abstract int @Nullable [] key();

    /** The names of the columns that tell rows apart; null where none do. */
    public final @Nullable List<String> keyNames() {
        int[] key = key();
        return key == null ? null : Arrays.stream(key).mapToObj(schema::name).toList();
    }

    /**
     * Takes changes.
     *
     * @param checkpoint that they will belong to
     */
    public final void apply(Revisions revisions, long checkpoint) {
        take(
                present(revisions.before(), revisions.size(), revisions::hadBefore),
                present(revisions.after(), revisions.size(), revisions::hasAfter),
                checkpoint);
    }

    /** Takes rows that go and rows that come, in arrays of their own. */
    abstract void take(@Nullable Batch before, @Nullable Batch after, long checkpoint);

    private @Nullable Batch present(@Nullable Batch batch, int size, IntPredicate there) {
        if (batch == null) {
            return null;
        }
        int[] positions = IntStream.range(0, size).filter(there).toArray();
        return positions.length == 0 ? null : codec.copy(compactor.compact(batch, positions, positions.length));
    }

    /** Some rows of a batch in arrays and dictionaries of their own. */
    final Batch shrunk(Batch batch, int[] positions) {
        return codec.copy(compactor.compact(batch, positions, positions.length));
    }

    /** A row's values as bytes that are equal where these are. */
    final ByteBuffer identity(Batch batch, int position) {
        int length = bytes.encode(batch, position);
        return ByteBuffer.wrap(Arrays.copyOf(bytes.bytes(), length));
    }

    /** A row is no longer kept. */
    final void forget(Batch batch, int position) {
        forgotten++;
        for (int i = 0; i < forgottenUntil.length; i++) {
            if (schema.type(i) == Type.TIMESTAMP
                    && batch.column(i) instanceof LongColumn times
                    && times.validity().isPresent(position)) {
                forgottenUntil[i] = Math.max(forgottenUntil[i], times.values()[position]);
            }
        }
    }

    /** Rows that are no longer kept are of the result no more, or will come again. */
    final void takeBack(long count) {
        forgotten = Math.max(0, forgotten - count);
        if (forgotten == 0) {
            Arrays.fill(forgottenUntil, Long.MIN_VALUE);
        }
    }

    /** Rows that are no longer kept; of keys that come again unseen each time that they were let go. */
    final long forgotten() {
        return forgotten;
    }

    /** What the result showed in an earlier process is not known. */
    public final void lackEarlier() {
        lacksEarlier = true;
    }

    /**
     * Takes rows of an earlier process, as this table's first.
     *
     * @param checkpoint that they belong to
     * @param missing of that process; null for none
     */
    final void restore(List<Batch> batches, long checkpoint, @Nullable MissingRows missing) {
        if (missing != null) {
            forgotten = missing.forgotten();
            lacksEarlier = missing.hasEarlier();
            System.arraycopy(missing.until(), 0, forgottenUntil, 0, forgottenUntil.length);
        }
        batches.forEach(batch -> take(null, batch, checkpoint));
        dropChanges();
    }

    /** The rows as they are now. */
    public final ResultRows snapshot() {
        List<KeptRows> kept = rows();
        MissingRows missing = forgotten > 0 || lacksEarlier
                ? new MissingRows(KeptRows.count(kept), forgotten, total(), lacksEarlier, forgottenUntil.clone())
                : null;
        return new ResultRows(schema, keyNames(), kept, total(), missing);
    }

    /** The run goes on behind a checkpoint: rows that it will give again go, where they would not take their own place. */
    public abstract void resume(long checkpoint);

    /** A checkpoint is saved: what belongs to it does not come again. */
    public abstract void saved(long checkpoint);

    /** What has changed since it was asked for last: of more than can be told at once, what changed first, or came last where no key tells rows apart. */
    public abstract Changes takeChanges();

    /** Nobody is to be told what has changed up to now. */
    public abstract void dropChanges();

    /** All rows that are kept, in the order in which they came or changed last. */
    public abstract List<KeptRows> rows();

    /** How many rows the result has, those that are no longer kept among them; empty where that is not known. */
    public abstract OptionalLong total();
}
