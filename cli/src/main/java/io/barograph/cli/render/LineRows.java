package io.barograph.cli.render;

import io.barograph.cli.render.BoxTable.Cell;
import java.util.List;

/** Rows one below the other, a line per column: for rows that are too wide to be read across. */
public final class LineRows {
    private LineRows() {}

    /** Draws rows, a blank line between each two; every line ends with a line feed. Values are whole. */
    public static String draw(BoxTable table) {
        int width = table.columns().stream()
                .mapToInt(column -> TextWidth.of(column.name()))
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        rows(text, table, table.head(), width);
        long hidden = table.rows() - table.head().size() - table.tail().size();
        if (hidden > 0) {
            text.append("\n… ").append(hidden).append(hidden == 1 ? " row\n" : " rows\n");
        }
        rows(text, table, table.tail(), width);
        return text.toString();
    }

    private static void rows(StringBuilder text, BoxTable table, List<List<Cell>> rows, int width) {
        for (List<Cell> row : rows) {
            if (text.length() > 0) {
                text.append('\n');
            }
            for (int i = 0; i < row.size(); i++) {
                text.append(TextWidth.pad(table.columns().get(i).name(), width, true))
                        .append(" = ")
                        .append(row.get(i).isNull() ? "NULL" : row.get(i).full())
                        .append('\n');
            }
        }
    }
}
