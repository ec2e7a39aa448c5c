package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.live.Revisions;
import java.util.function.Consumer;

/** Collects small batches, and shows large ones. For one thread. */
final class ShownRows implements Consumer<Batch> {
    /** Copying as many rows costs more than to show them by themselves. */
    private static final int LEAST_SHOWN = Batch.CAPACITY / 4;

    private final Schema schema;
    private final Consumer<Revisions> target;
    private RowBuffer rows;

    ShownRows(Schema schema, Consumer<Revisions> target) {
        this.schema = schema;
        this.target = target;
        this.rows = new RowBuffer(schema);
    }

    @Override
    public void accept(Batch batch) {
        boolean isLarge = batch.size() >= LEAST_SHOWN;
        if (isLarge || rows.size() + batch.size() > Batch.CAPACITY) {
            flush();
        }
        if (isLarge) {
            target.accept(Revisions.added(batch));
        } else {
            rows.append(batch);
        }
    }

    void flush() {
        if (rows.size() > 0) {
            target.accept(Revisions.added(rows.batch(0)));
            rows = new RowBuffer(schema);
        }
    }
}
