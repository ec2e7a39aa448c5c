package io.barograph.cli.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table drawn with box characters: names and types above, counts below, numbers on the right of their cells.
 *
 * <p>A table that is wider than the terminal gives way in this order: decimals are rounded, long texts are cut, columns
 * in the middle are left away; the last line says what was done.
 *
 * @param columns the columns
 * @param head the first rows; each has one cell per column
 * @param tail the last rows; between head and tail, where {@code rows} is more than both have, stands a row of dots
 * @param rows how many there are in all
 */
public record BoxTable(List<Column> columns, List<List<Cell>> head, List<List<Cell>> tail, long rows) {
    /** The widest that a text may be before it is cut, when the table does not fit. */
    private static final int CUT_WIDTH = 18;

    private static final String TEXT_TYPE = "VARCHAR";

    private static final String GAP = "·";
    private static final String MISSING_COLUMN = "…";

    /** A column: name, the type under it, and whether its cells stand on the right. */
    public record Column(String name, String type, boolean rightAligned) {}

    /**
     * A cell.
     *
     * @param full the whole text
     * @param rounded a shorter form for narrow terminals; else the same
     * @param isNull drawn faintly
     */
    public record Cell(String full, String rounded, boolean isNull) {
        static final Cell GAP_CELL = new Cell(GAP, GAP, true);

        public static Cell of(String text) {
            return new Cell(text, text, false);
        }

        public static Cell ofNull() {
            return new Cell("NULL", "NULL", true);
        }
    }

    /** Draws the table, every line ended by a line feed. */
    public String draw(int width, boolean colours) {
        List<List<Cell>> shown = new ArrayList<>(head);
        boolean hasGap = rows > head.size() + tail.size();
        int gapAt = hasGap ? shown.size() : -1;
        if (hasGap) {
            shown.add(columns.stream().map(column -> Cell.GAP_CELL).toList());
        }
        shown.addAll(tail);

        boolean rounded = false;
        int limit = Integer.MAX_VALUE;
        int[] widths = widths(shown, false, limit);
        if (total(widths) > width) {
            int[] narrower = widths(shown, true, limit);
            rounded = total(narrower) < total(widths);
            widths = narrower;
        }
        if (total(widths) > width) {
            limit = CUT_WIDTH;
            widths = widths(shown, rounded, limit);
        }
        int[] kept = keptColumns(widths, width);
        return new Drawing(this, shown, gapAt, widths, kept, rounded, width, colours).draw();
    }

    /** Whether all columns are drawn in this width, if need be rounded. */
    public boolean fits(int width) {
        List<List<Cell>> all = new ArrayList<>(head);
        all.addAll(tail);
        return total(widths(all, true, CUT_WIDTH)) <= width;
    }

    /** The table of some of its columns. */
    public BoxTable select(int... indexes) {
        return new BoxTable(
                Arrays.stream(indexes).mapToObj(columns::get).toList(),
                select(head, indexes),
                select(tail, indexes),
                rows);
    }

    private static List<List<Cell>> select(List<List<Cell>> rows, int[] indexes) {
        return rows.stream()
                .map(row -> Arrays.stream(indexes).mapToObj(row::get).toList())
                .toList();
    }

    private int[] widths(List<List<Cell>> shown, boolean rounded, int limit) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            Column column = columns.get(i);
            int most = Math.max(TextWidth.of(column.name()), TextWidth.of(column.type()));
            for (List<Cell> row : shown) {
                Cell cell = row.get(i);
                most = Math.max(most, TextWidth.of(rounded ? cell.rounded() : cell.full()));
            }
            // A number or a time that is cut is a wrong one: only texts are.
            widths[i] = column.type().equals(TEXT_TYPE)
                    ? Math.min(most, Math.max(limit, column.name().length()))
                    : most;
        }
        return widths;
    }

    /** The indexes of the columns that fit, from both ends; -1 stands for those left away. */
    private static int[] keptColumns(int[] widths, int width) {
        if (total(widths) <= width) {
            int[] all = new int[widths.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = i;
            }
            return all;
        }
        int left = 0;
        int right = widths.length;
        int used = 1 + MISSING_COLUMN.length() + 3;
        boolean takeLeft = true;
        while (left < right) {
            int next = widths[takeLeft ? left : right - 1] + 3;
            if (used + next > width && left + widths.length - right > 0) {
                break;
            }
            used += next;
            if (takeLeft) {
                left++;
            } else {
                right--;
            }
            takeLeft = !takeLeft;
        }
        int[] kept = new int[left + 1 + widths.length - right];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = i < left ? i : i == left ? -1 : right + i - left - 1;
        }
        return kept;
    }

    private static int total(int[] widths) {
        int total = 1;
        for (int width : widths) {
            total += width + 3;
        }
        return total;
    }

    /** One drawing of a table: what was decided about its columns, and the text so far. */
    private static final class Drawing {
        private static final String FAINT = "\u001b[2m";
        private static final String BOLD = "\u001b[1m";
        private static final String PLAIN = "\u001b[0m";

        private final BoxTable table;
        private final List<List<Cell>> shown;
        private final int gapAt;
        private final int[] widths;
        private final int[] kept;
        private final boolean rounded;
        private final int width;
        private final boolean colours;
        private final StringBuilder text = new StringBuilder();

        Drawing(
                BoxTable table,
                List<List<Cell>> shown,
                int gapAt,
                int[] widths,
                int[] kept,
                boolean rounded,
                int width,
                boolean colours) {
            this.table = table;
            this.shown = shown;
            this.gapAt = gapAt;
            this.widths = widths;
            this.kept = kept;
            this.rounded = rounded;
            this.width = width;
            this.colours = colours;
        }

        String draw() {
            String footer = footer();
            // The last of a few narrow columns is widened, so that the counts below fit.
            int inner = innerWidth();
            int last = Arrays.stream(kept).filter(column -> column >= 0).reduce(-1, (before, column) -> column);
            if (TextWidth.of(footer) + 2 > inner && last >= 0) {
                int wanted = Math.min(TextWidth.of(footer) + 2, width - 2);
                widths[last] += Math.max(0, wanted - inner);
                inner = innerWidth();
            }
            rule("┌", "┬", "┐");
            header(true);
            header(false);
            if (!shown.isEmpty()) {
                rule("├", "┼", "┤");
            }
            for (int row = 0; row < shown.size(); row++) {
                row(shown.get(row), row == gapAt);
            }
            rule("├", "┴", "┤");
            text.append("│ ")
                    .append(TextWidth.pad(TextWidth.cut(footer, inner - 2), inner - 2, false))
                    .append(" │\n");
            rule("└", "─", "┘");
            return text.toString();
        }

        private int innerWidth() {
            int inner = -1;
            for (int column : kept) {
                inner += cells(column) + 3;
            }
            return inner;
        }

        private int cells(int column) {
            return column < 0 ? MISSING_COLUMN.length() : widths[column];
        }

        private void rule(String left, String middle, String right) {
            text.append(left);
            for (int i = 0; i < kept.length; i++) {
                text.append(i == 0 ? "" : middle).append("─".repeat(cells(kept[i]) + 2));
            }
            text.append(right).append('\n');
        }

        private void header(boolean names) {
            text.append('│');
            for (int column : kept) {
                int cells = cells(column);
                String label = column < 0
                        ? MISSING_COLUMN
                        : names
                                ? table.columns.get(column).name()
                                : table.columns.get(column).type();
                label = TextWidth.cut(label, cells);
                int before = (cells - TextWidth.of(label)) / 2;
                String padded = TextWidth.pad(" ".repeat(before) + label, cells, false);
                text.append(' ').append(styled(padded, names ? BOLD : FAINT)).append(" │");
            }
            text.append('\n');
        }

        private void row(List<Cell> row, boolean gap) {
            text.append('│');
            for (int column : kept) {
                Cell cell = column < 0 ? Cell.of(MISSING_COLUMN) : row.get(column);
                boolean right = column >= 0 && table.columns.get(column).rightAligned();
                String content = TextWidth.cut(rounded ? cell.rounded() : cell.full(), cells(column));
                String padded = TextWidth.pad(content, cells(column), right);
                text.append(' ')
                        .append(cell.isNull() || gap ? styled(padded, FAINT) : padded)
                        .append(" │");
            }
            text.append('\n');
        }

        private String styled(String content, String style) {
            return colours ? style + content + PLAIN : content;
        }

        private String footer() {
            StringBuilder footer = new StringBuilder();
            footer.append(Counted.of(table.rows, "row"));
            if (gapAt >= 0) {
                footer.append(" (")
                        .append(table.head.size() + table.tail.size())
                        .append(" shown)");
            }
            footer.append(", ").append(Counted.of(table.columns.size(), "column"));
            if (kept.length > 0 && table.columns.size() > kept.length - 1 && isAnyLeftAway()) {
                footer.append(" (").append(kept.length - 1).append(" shown)");
            }
            if (rounded) {
                footer.append(", rounded to fit");
            }
            return footer.toString();
        }

        private boolean isAnyLeftAway() {
            for (int column : kept) {
                if (column < 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
