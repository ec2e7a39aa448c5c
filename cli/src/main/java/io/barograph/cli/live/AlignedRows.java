package io.barograph.cli.live;

import io.barograph.cli.render.CellText;
import io.barograph.cli.render.TextWidth;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import java.util.ArrayList;
import java.util.List;

/** Rows as lines whose columns stand beneath each other: as wide as the widest so far, numbers on the right. */
final class AlignedRows {
    private final boolean[] rightAligned;
    private final int[] widths;
    private final String separator;
    private final List<Line> lines = new ArrayList<>();

    /** A row that waits for the widths of those behind it. */
    private record Line(String before, List<String> cells, String after) {}

    AlignedRows(Schema schema, String separator) {
        this.separator = separator;
        rightAligned = new boolean[schema.size()];
        widths = new int[schema.size()];
        for (int column = 0; column < schema.size(); column++) {
            rightAligned[column] = schema.type(column).isNumeric();
        }
    }

    /**
     * @param before the line's start
     * @param after its end
     */
    void add(String before, Batch batch, int row, String after) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < widths.length; column++) {
            cells.add(CellText.cell(batch.column(column), row).full());
        }
        add(before, cells, after);
    }

    void add(String before, List<String> cells, String after) {
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], TextWidth.of(cells.get(column)));
        }
        lines.add(new Line(before, cells, after));
    }

    /** The lines of all rows added since the last call, each ended by a line feed. */
    String take() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            StringBuilder row = new StringBuilder(line.before);
            for (int column = 0; column < widths.length; column++) {
                row.append(column == 0 ? "" : separator)
                        .append(TextWidth.pad(line.cells.get(column), widths[column], rightAligned[column]));
            }
            text.append((row + line.after).stripTrailing()).append('\n');
        }
        lines.clear();
        return text.toString();
    }
}
