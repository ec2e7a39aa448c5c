package io.barograph.cli.live;

import io.barograph.cli.Console;
import io.barograph.core.column.Schema;
import io.barograph.core.live.Revisions;
import io.barograph.formats.output.CsvSink;
import java.util.Objects;

/** Rows as CSV, for pipes: the header once, then each row as soon as nothing can revise it any more. */
final class CsvRows extends ConsoleSink {
    private final CsvSink csv;
    private final Schema schema;

    CsvRows(Console console, Schema schema) {
        this.schema = schema;
        csv = new CsvSink(console.stream());
    }

    @Override
    public boolean takesRevisions() {
        return false;
    }

    @Override
    public long begin() {
        csv.begin(schema);
        return super.begin();
    }

    @Override
    public void accept(Revisions changes) {
        csv.accept(Objects.requireNonNull(changes.after()));
    }

    @Override
    public void close() {
        csv.end();
    }
}
