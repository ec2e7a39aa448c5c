package io.barograph.cli;

import io.barograph.core.column.Field;
import io.barograph.core.source.TableDescription;

/** The answer to {@code DESCRIBE}: a table's columns; on a terminal also how its files are read. */
final class Description {
    private Description() {}

    static void show(TableDescription table, Arguments arguments, Console console) {
        TextRows rows = new TextRows("column", "type");
        for (Field field : table.schema().fields()) {
            rows.add(field.name(), field.type().name());
        }
        table.unreadable().forEach((name, what) -> rows.add(name, "not supported: " + what));
        try (AnswerOutput output = AnswerFormat.open(arguments, console)) {
            rows.writeTo(output.sink());
            output.finish();
        }
        if (console.terminals().out()) {
            console.println(table.format() + ", "
                    + (table.paths().size() == 1
                            ? table.paths().get(0)
                            : table.paths().size() + " files: " + table.paths().get(0) + " …"));
            console.println("read with " + table.options());
        }
    }
}
