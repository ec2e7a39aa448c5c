package io.barograph.cli.plot;

import io.barograph.cli.render.BrailleCanvas;
import io.barograph.cli.render.TextWidth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A chart as text. In colour, a panel has all lines of a metric; without, every line has a panel of its own, since nothing
 * else would tell them apart.
 *
 * @param width of the whole, in cells
 * @param height of the whole in lines, taken as a wish where it is too low; or 0 for what suits the panels
 * @param colours whether to colour lines
 */
public record TerminalChart(int width, int height, boolean colours) {
    private static final String PLAIN = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[1;38;5;196m";
    /** Of the 256 colours those that show on black and on white. Red is for marks. */
    private static final int[] PALETTE = {33, 208, 35, 134, 178, 44, 137, 245};

    private static final char MARK = '●';
    private static final char BAR = '━';
    private static final int LEAST_ROWS = 4;
    /** Rows of a panel where nothing says how many. */
    private static final int ROWS = 12;
    /** The time's axis with its labels, the range, and the prompt behind it. */
    private static final int AXIS_ROWS = 4;

    private static final int MOST_ROWS = 24;
    /** Cells that labels and axis of the values take at least. */
    private static final int LEAST_MARGIN = 8;

    private static final int LEAST_CELLS = 10;
    /** Of the legend: two blanks, two of the line, and a blank. */
    private static final int SAMPLE_CELLS = 5;
    /** Rows between labels of values. */
    private static final int ROWS_PER_TICK = 2;
    /** What the list beneath explains: each has a digit. */
    public static final int EXPLAINED = 9;

    /** Lines of a metric that are drawn together, and what was found in them. */
    private record Part(Panel panel, List<Anomaly> anomalies) {}

    /** The columns of a grid that this has pixels for. */
    public int columns() {
        return 2 * Math.max(LEAST_CELLS, width - LEAST_MARGIN);
    }

    /** The whole as text, with a line feed behind every line. */
    public String draw(Chart chart) {
        List<Part> parts = colours ? together(chart) : apart(chart);
        List<String> explanations = explanations(chart);
        int stripRows = chart.anomalies().isEmpty() ? 0 : 1;
        int otherRows = AXIS_ROWS + (int) legend(chart).lines().count() + explanations.size();
        int rows = height == 0 ? ROWS : (height - otherRows) / parts.size() - 1 - stripRows;
        rows = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, rows));
        List<Map<Integer, String>> labels = new ArrayList<>();
        int margin = LEAST_MARGIN - 2;
        for (Part part : parts) {
            Map<Integer, String> ofPanel = labels(part.panel().scale(), rows);
            labels.add(ofPanel);
            for (String label : ofPanel.values()) {
                margin = Math.max(margin, label.length());
            }
        }
        int cells = Math.max(LEAST_CELLS, width - margin - 2);
        StringBuilder text = new StringBuilder();
        text.append(legend(chart));
        for (int i = 0; i < parts.size(); i++) {
            Panel panel = parts.get(i).panel();
            text.append(" ".repeat(margin + 2))
                    .append(colours ? BOLD : "")
                    .append(TextWidth.cut(panel.title(), cells))
                    .append(colours ? PLAIN : "")
                    .append('\n');
            BrailleCanvas canvas = new BrailleCanvas(cells, rows);
            drawLines(panel, chart.grid(), canvas);
            drawPeaks(parts.get(i), chart.grid(), canvas);
            for (int row = 0; row < rows; row++) {
                String label = labels.get(i).getOrDefault(row, "");
                text.append(TextWidth.pad(label, margin, true))
                        .append(label.isEmpty() ? " │" : " ┤")
                        .append(canvas.row(row))
                        .append('\n');
            }
            if (stripRows > 0) {
                text.append(" ".repeat(margin))
                        .append(" │")
                        .append(strip(parts.get(i).anomalies(), chart.grid(), cells))
                        .append('\n');
            }
        }
        text.append(timeAxis(chart, margin, cells));
        text.append(" ".repeat(margin + 2)).append(chart.range()).append('\n');
        explanations.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private String legend(Chart chart) {
        List<Line> lines = chart.legend();
        if (!colours || chart.keyName().isEmpty()) {
            return "";
        }
        String indent = " ".repeat(LEAST_MARGIN);
        StringBuilder text = new StringBuilder(indent).append(chart.keyName());
        int used = LEAST_MARGIN + TextWidth.of(chart.keyName());
        for (Line line : lines) {
            String label = TextWidth.cut(line.label(), Math.max(LEAST_CELLS, width - LEAST_MARGIN - SAMPLE_CELLS));
            int cells = SAMPLE_CELLS + TextWidth.of(label);
            if (used + cells > width) {
                text.append('\n').append(" ".repeat(LEAST_MARGIN - 2));
                used = LEAST_MARGIN - 2;
            }
            used += cells;
            text.append("  ")
                    .append(colour(line.series()))
                    .append("━━")
                    .append(PLAIN)
                    .append(' ')
                    .append(label);
        }
        return text.append('\n').toString();
    }

    private static List<Part> together(Chart chart) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < chart.panels().size(); i++) {
            parts.add(new Part(chart.panels().get(i), chart.anomalies(i)));
        }
        return parts;
    }

    private static List<Part> apart(Chart chart) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < chart.panels().size(); i++) {
            Panel panel = chart.panels().get(i);
            for (Line line : panel.lines()) {
                String title = chart.keyName().isEmpty()
                        ? panel.title()
                        : panel.title() + ", " + chart.keyName() + " " + line.label();
                parts.add(new Part(
                        new Panel(title, List.of(line)),
                        chart.anomalies(i).stream()
                                .filter(anomaly -> anomaly.series() == line.series())
                                .toList()));
            }
        }
        return parts;
    }

    private void drawLines(Panel panel, TimeGrid grid, BrailleCanvas canvas) {
        ValueScale scale = panel.scale();
        for (Line line : panel.lines()) {
            drawLine(line, grid, scale, canvas);
        }
        for (Line line : panel.lines()) {
            for (Mark mark : line.marks()) {
                int across = grid.pixel(mark.column(), canvas.dotsAcross());
                canvas.put(across, scale.pixel(mark.value(), canvas.dotsDown()), MARK, colours ? RED : "");
            }
        }
    }

    private void drawPeaks(Part part, TimeGrid grid, BrailleCanvas canvas) {
        ValueScale scale = part.panel().scale();
        for (Anomaly anomaly : part.anomalies()) {
            if (anomaly.hasValue()) {
                int across = grid.pixel(grid.column(anomaly.peak()), canvas.dotsAcross());
                canvas.put(across, scale.pixel(anomaly.value(), canvas.dotsDown()), MARK, colours ? RED : "");
            }
        }
    }

    /** The row under a panel that says when its anomalies were: a bar as long as each, and its digit at the peak. */
    private String strip(List<Anomaly> anomalies, TimeGrid grid, int cells) {
        StringBuilder strip = new StringBuilder(" ".repeat(cells));
        for (Anomaly anomaly : anomalies) {
            for (int cell = cell(anomaly.start(), grid, cells); cell <= cell(anomaly.end(), grid, cells); cell++) {
                strip.setCharAt(cell, BAR);
            }
        }
        for (Anomaly anomaly : anomalies) {
            if (anomaly.number() > 0) {
                int cell = cell(anomaly.peak(), grid, cells);
                while (cell < cells - 1 && Character.isDigit(strip.charAt(cell))) {
                    cell++;
                }
                strip.setCharAt(cell, Character.forDigit(anomaly.number(), 10));
            }
        }
        String text = strip.toString().stripTrailing();
        return colours && !text.isEmpty() ? RED + text + PLAIN : text;
    }

    private static int cell(long time, TimeGrid grid, int cells) {
        return grid.pixel(grid.column(time), 2 * cells) / 2;
    }

    private List<String> explanations(Chart chart) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(LEAST_MARGIN);
        for (Anomaly anomaly : chart.explained()) {
            String text = chart.place(anomaly) + ": " + anomaly.reason();
            List<String> wrapped = TextWidth.wrap(text, Math.max(LEAST_CELLS, width - LEAST_MARGIN));
            String number =
                    " ".repeat(LEAST_MARGIN - 3) + (colours ? RED : "") + anomaly.number() + (colours ? PLAIN : "");
            for (int i = 0; i < wrapped.size(); i++) {
                lines.add((i == 0 ? number + "  " : indent) + wrapped.get(i));
            }
        }
        return lines;
    }

    private void drawLine(Line line, TimeGrid grid, ValueScale scale, BrailleCanvas canvas) {
        String colour = colours ? colour(line.series()) : "";
        int lastAcross = 0;
        int lastDown = 0;
        for (int i = 0; i < line.buckets().size(); i++) {
            Bucket bucket = line.buckets().get(i);
            int across = grid.pixel(bucket.column(), canvas.dotsAcross());
            if (i > 0 && !line.breaksBefore(i)) {
                canvas.line(lastAcross, lastDown, across, scale.pixel(bucket.first(), canvas.dotsDown()), colour);
            }
            int bottom = scale.pixel(bucket.least(), canvas.dotsDown());
            canvas.line(across, bottom, across, scale.pixel(bucket.most(), canvas.dotsDown()), colour);
            lastAcross = across;
            lastDown = scale.pixel(bucket.last(), canvas.dotsDown());
        }
    }

    private static String colour(int series) {
        return "\u001b[38;5;" + PALETTE[series % PALETTE.length] + "m";
    }

    private static Map<Integer, String> labels(ValueScale scale, int rows) {
        Map<Integer, String> labels = new HashMap<>();
        for (ValueScale.Tick tick : scale.ticks(Math.max(2, rows / ROWS_PER_TICK))) {
            labels.putIfAbsent(BrailleCanvas.cellOf(scale.pixel(tick.value(), 4 * rows)), tick.label());
        }
        return labels;
    }

    /** The line with its ticks, and their labels under it. */
    private static String timeAxis(Chart chart, int margin, int cells) {
        TimeGrid grid = chart.grid();
        StringBuilder line = new StringBuilder("─".repeat(cells));
        StringBuilder labels = new StringBuilder();
        for (TimeTicks.Tick tick : TimeTicks.of(grid.firstNanos(), grid.lastNanos(), chart.zone(), cells)) {
            int at = grid.pixel(grid.column(tick.nanos()), 2 * cells) / 2;
            line.setCharAt(at, '┬');
            int from = Math.max(
                    0, Math.min(cells - tick.label().length(), at - tick.label().length() / 2));
            if (labels.isEmpty() || from > labels.length()) {
                labels.append(" ".repeat(from - labels.length())).append(tick.label());
            }
        }
        String indent = " ".repeat(margin);
        return indent + " └" + line + "\n" + (labels.isEmpty() ? "" : indent + "  " + labels + "\n");
    }
}
