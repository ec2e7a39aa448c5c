package io.barograph.formats.output;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.engine.ResultSink;
import java.util.ArrayList;
import java.util.List;

/** A small answer that is made by hand, of texts: goes into any sink as a query's does. */
public final class TextRows {
    private final List<String> names;
    private final List<List<String>> rows = new ArrayList<>();

    /** No rows yet, of columns with these names. */
    public TextRows(String... names) {
        this.names = List.of(names);
    }

    /** Adds a row: a cell per column. */
    public TextRows add(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Passes all rows to a sink. */
    public void writeTo(ResultSink sink) {
        sink.begin(new Schema(
                names.stream().map(name -> new Field(name, Type.VARCHAR)).toList()));
        for (int from = 0; from < rows.size(); from += Batch.CAPACITY) {
            List<List<String>> some = rows.subList(from, Math.min(rows.size(), from + Batch.CAPACITY));
            Column[] columns = new Column[names.size()];
            for (int column = 0; column < columns.length; column++) {
                Dictionary dictionary = new Dictionary();
                int[] codes = new int[some.size()];
                for (int row = 0; row < codes.length; row++) {
                    codes[row] = dictionary.intern(some.get(row).get(column));
                }
                columns[column] = new VarcharColumn(codes, dictionary, Validity.ALL);
            }
            sink.accept(new Batch(columns, some.size()));
        }
        sink.end();
    }
}
