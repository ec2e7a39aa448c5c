package io.barograph.cli.live;

import io.barograph.core.column.Schema;
import io.barograph.core.live.Revisions;
import java.util.function.Consumer;

/**
 * A line per change, as Flink prints them: {@code +I[…]} for a row that takes the place of none, {@code -U[…]} and
 * {@code +U[…]} for an old row and its new one, {@code -D[…]} for a row that goes.
 */
final class Changelog extends ConsoleSink {
    private final Consumer<String> out;
    private final AlignedRows rows;

    /** @param out takes whole lines */
    Changelog(Consumer<String> out, Schema schema) {
        this.out = out;
        rows = new AlignedRows(schema, ", ");
    }

    @Override
    public void accept(Revisions changes) {
        for (int i = 0; i < changes.size(); i++) {
            boolean had = changes.hadBefore(i);
            boolean has = changes.hasAfter(i);
            if (had && changes.before() != null) {
                rows.add(has ? "-U[" : "-D[", changes.before(), i, "]");
            }
            if (has && changes.after() != null) {
                rows.add(had ? "+U[" : "+I[", changes.after(), i, "]");
            }
        }
        out.accept(rows.take());
    }
}
