package io.barograph.cli.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.live.Revisions;
import java.util.Objects;
import java.util.function.Consumer;

/** A table on a terminal that only grows: the columns' names, then a line per row. */
final class RowLines extends ConsoleSink {
    private final Consumer<String> out;
    private final AlignedRows rows;

    /** @param out takes whole lines */
    RowLines(Consumer<String> out, Schema schema) {
        this.out = out;
        rows = new AlignedRows(schema, "  ");
        rows.add("", schema.names(), "");
    }

    @Override
    public boolean takesRevisions() {
        return false;
    }

    @Override
    public void accept(Revisions changes) {
        Batch added = Objects.requireNonNull(changes.after());
        for (int row = 0; row < added.size(); row++) {
            rows.add("", added, row, "");
        }
        out.accept(rows.take());
    }
}
