package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.fold.Fold;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads pieces by folding them: rows are handed on as the fold gives them, or kept for who asks for one batch at a time. What it
 * keeps meanwhile counts against the run's memory.
 */
abstract class FoldReader implements FinishedRows.Reader {
    /** Rows between two looks at what is kept: it costs a walk over the fold. */
    private static final int ROWS_PER_LOOK = 4 * Batch.CAPACITY;

    private final Fold fold;
    private final Schema schema;
    private final long latest;
    private final MemoryAccount memory;
    private @Nullable RowBuffer kept;
    private int chunk;
    private int rowsSinceLook;
    private long held;

    /**
     * @param schema of what the fold gives
     * @param latest the latest time of the rows of all keys
     * @param memory that counts what is kept
     */
    FoldReader(Fold fold, Schema schema, long latest, MemoryAccount memory) {
        this.fold = fold;
        this.schema = schema;
        this.latest = latest;
        this.memory = memory;
    }

    /** Goes to the start of a piece. */
    abstract void start(int piece);

    /** Folds what is left of the piece, all of it unless that is enough earlier. */
    abstract void fold(Fold along, BatchConsumer target, BooleanSupplier enough);

    /** No row of the key follows: time has come as far as the latest row of all. */
    final void end(Fold along, BatchConsumer target) {
        along.advance(latest, target::accept);
        along.end(target::accept);
    }

    /** Bytes of heap that the reader takes beside the fold's. */
    abstract long memoryBytes();

    /** Rows of a key for the fold. */
    final void accept(Batch rows, BatchConsumer target) {
        fold.accept(rows, target::accept);
        rowsSinceLook += rows.size();
        if (rowsSinceLook >= ROWS_PER_LOOK) {
            hold(fold.memoryBytes() + memoryBytes() + (kept == null ? 0 : kept.memoryBytes()));
        }
    }

    private void hold(long bytes) {
        rowsSinceLook = 0;
        long more = bytes - held;
        held = bytes;
        memory.hold(
                more,
                "what the query keeps of the keys that it goes along takes",
                "use shorter frames or offsets, or partition by more keys");
    }

    @Override
    public final void begin(int piece) {
        kept = null;
        chunk = 0;
        start(piece);
    }

    @Override
    public final void read(BatchConsumer target, BooleanSupplier enough) {
        fold(fold, target, enough);
        hold(0);
    }

    @Override
    public final @Nullable Batch next() {
        if (kept == null) {
            RowBuffer rows = new RowBuffer(schema);
            kept = rows;
            fold(fold, rows::append, () -> false);
        }
        if (chunk == kept.chunks()) {
            hold(0);
            return null;
        }
        return kept.batch(chunk++);
    }
}
