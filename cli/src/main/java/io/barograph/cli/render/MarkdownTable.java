package io.barograph.cli.render;

import io.barograph.cli.render.BoxTable.Cell;
import java.util.List;

/** A table as GitHub-flavoured Markdown, with all its rows and digits. */
public final class MarkdownTable {
    private MarkdownTable() {}

    /** Draws a table; every line ends with a line feed. */
    public static String draw(BoxTable table) {
        StringBuilder text = new StringBuilder();
        text.append('|');
        table.columns()
                .forEach(column ->
                        text.append(' ').append(escaped(column.name())).append(" |"));
        text.append("\n|");
        table.columns().forEach(column -> text.append(column.rightAligned() ? "---:|" : "---|"));
        text.append('\n');
        rows(text, table.head());
        rows(text, table.tail());
        return text.toString();
    }

    private static void rows(StringBuilder text, List<List<Cell>> rows) {
        for (List<Cell> row : rows) {
            text.append('|');
            row.forEach(cell -> text.append(' ')
                    .append(cell.isNull() ? "" : escaped(cell.full()))
                    .append(" |"));
            text.append('\n');
        }
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
