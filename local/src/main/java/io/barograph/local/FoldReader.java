package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.fold.Fold;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads pieces by folding them: rows are handed on as the fold gives them, or kept for who asks for one batch at a time. */
abstract class FoldReader implements FinishedRows.Reader {
    private final Fold fold;
    private final Schema schema;
    private @Nullable RowBuffer kept;
    private int chunk;

    FoldReader(Fold fold, Schema schema) {
        this.fold = fold;
        this.schema = schema;
    }

    /** Goes to the start of a piece. */
    abstract void start(int piece);

    /** Folds what is left of the piece, all of it unless that is enough earlier. */
    abstract void fold(Fold along, BatchConsumer target, BooleanSupplier enough);

    @Override
    public final void begin(int piece) {
        kept = null;
        chunk = 0;
        start(piece);
    }

    @Override
    public final void read(BatchConsumer target, BooleanSupplier enough) {
        fold(fold, target, enough);
    }

    @Override
    public final @Nullable Batch next() {
        if (kept == null) {
            RowBuffer rows = new RowBuffer(schema);
            fold(fold, rows::append, () -> false);
            kept = rows;
        }
        return chunk < kept.chunks() ? kept.batch(chunk++) : null;
    }
}
