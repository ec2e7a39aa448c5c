package io.barograph.cli;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.source.SecretOptions;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.output.TextRows;

/** The answer to {@code DESCRIBE}: a table's columns; on a terminal also how its files are read. */
final class Description {
    private Description() {}

    /** The columns alone. */
    static void show(Schema schema, Arguments arguments, Console console) {
        AnswerOutput.show(columns(schema), arguments, console);
    }

    static void show(TableDescription table, Arguments arguments, Console console) {
        TextRows rows = columns(table.schema());
        table.unreadable().forEach((name, what) -> rows.add(name, "not supported: " + what));
        AnswerOutput.show(rows, arguments, console);
        if (console.terminals().out()) {
            console.println(table.format() + ", "
                    + (table.paths().size() == 1
                            ? table.paths().get(0)
                            : table.paths().size() + " files: " + table.paths().get(0) + " …"));
            console.println("read with " + SecretOptions.hidden(table.options()));
        }
    }

    private static TextRows columns(Schema schema) {
        TextRows rows = new TextRows("column", "type");
        for (Field field : schema.fields()) {
            rows.add(field.name(), field.type().name());
        }
        return rows;
    }
}
