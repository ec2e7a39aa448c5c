package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.RowSpill;
import io.barograph.local.spill.SpillFile;

/** Appends rows to a sequence in a temporary file, in batches that are full but for the last. Used by one thread. */
final class SpillWriter {
    private final Schema schema;
    private final RowSpill spill;
    private RowBuffer rows;

    /** @param codec of the schema; writers of one thread may share it */
    SpillWriter(Schema schema, SpillFile file, BatchCodec codec) {
        this.schema = schema;
        this.spill = new RowSpill(schema, file, codec);
        this.rows = new RowBuffer(schema);
    }

    /** Appends the rows of a batch, which are copied. */
    void append(Batch batch) {
        append(batch, 0, batch.size());
    }

    /** Appends {@code count} rows of a batch, which are copied. */
    void append(Batch batch, int from, int count) {
        rows.append(batch, from, count);
        if (rows.size() >= Batch.CAPACITY) {
            spill.append(rows.batch(0));
            RowBuffer rest = new RowBuffer(schema);
            if (rows.size() > Batch.CAPACITY) {
                rest.append(rows.batch(1));
            }
            rows = rest;
        }
    }

    /** Writes what is left; nothing may be appended behind it. */
    RowSpill finish() {
        if (rows.size() > 0) {
            spill.append(rows.batch(0));
            rows = new RowBuffer(schema);
        }
        return spill;
    }
}
