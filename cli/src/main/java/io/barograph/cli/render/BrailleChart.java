package io.barograph.cli.render;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A line chart of braille dots, two by four in every cell: for a terminal, or any place that shows Unicode text.
 *
 * <pre>
 * 25.31 ┤⠀⡠⠊⠢⡀
 *       │⡰⠁⠀⠀⠈⢢
 * 24.62 ┤⠀⠀⠀⠀⠀⠀⠑
 *       └───────
 * </pre>
 *
 * @param width cells for the lines, without the labels on the left
 * @param height rows of cells
 */
public record BrailleChart(int width, int height) {
    /**
     * Draws points, joined by lines in their order.
     *
     * @param x ascending
     * @param y as many; where one is NaN the line is broken
     * @param xLabels texts under the chart, spread evenly from its left to its right
     */
    public String draw(double[] x, double[] y, List<String> xLabels) {
        double least = Arrays.stream(y).filter(Double::isFinite).min().orElse(0);
        double most = Arrays.stream(y).filter(Double::isFinite).max().orElse(1);
        if (least == most) {
            least -= 0.5;
            most += 0.5;
        }
        BrailleCanvas canvas = new BrailleCanvas(width, height);
        double xSpan = x.length > 1 ? x[x.length - 1] - x[0] : 1;
        int lastColumn = -1;
        int lastRow = -1;
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(y[i])) {
                lastColumn = -1;
                continue;
            }
            int column = (int) Math.round((x[i] - x[0]) / (xSpan == 0 ? 1 : xSpan) * (2 * width - 1));
            int row = (int) Math.round((most - y[i]) / (most - least) * (4 * height - 1));
            if (lastColumn < 0) {
                canvas.set(column, row, "");
            } else {
                canvas.line(lastColumn, lastRow, column, row, "");
            }
            lastColumn = column;
            lastRow = row;
        }
        return frame(canvas, least, most, xLabels);
    }

    private String frame(BrailleCanvas canvas, double least, double most, List<String> xLabels) {
        int decimals = (int) Math.max(0, Math.min(6, Math.ceil(2 - Math.log10(most - least))));
        String[] labels = new String[height];
        int labelWidth = 0;
        for (int row = 0; row < height; row++) {
            boolean labelled = row == 0 || row == height - 1 || row == height / 2;
            double value = most - (most - least) * (row * 4 + 1.5) / (4 * height - 1);
            double shown = row == 0 ? most : row == height - 1 ? least : value;
            labels[row] = labelled ? String.format(Locale.ROOT, "%." + decimals + "f", shown) : "";
            labelWidth = Math.max(labelWidth, labels[row].length());
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < height; row++) {
            text.append(TextWidth.pad(labels[row], labelWidth, true)).append(labels[row].isEmpty() ? " │" : " ┤");
            text.append(canvas.row(row));
            strip(text);
            text.append('\n');
        }
        text.append(" ".repeat(labelWidth))
                .append(" └")
                .append("─".repeat(width))
                .append('\n');
        text.append(" ".repeat(labelWidth + 2)).append(spread(xLabels));
        strip(text);
        return text.append('\n').toString();
    }

    private String spread(List<String> labels) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            int cells = TextWidth.of(labels.get(i));
            int at = labels.size() == 1 ? 0 : (int) ((long) i * (width - cells) / (labels.size() - 1));
            if (i > 0 && at <= TextWidth.of(line.toString())) {
                continue;
            }
            line.append(" ".repeat(at - TextWidth.of(line.toString()))).append(labels.get(i));
        }
        return line.toString();
    }

    private static void strip(StringBuilder text) {
        while (text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
    }
}
