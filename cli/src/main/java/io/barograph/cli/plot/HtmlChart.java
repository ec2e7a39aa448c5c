package io.barograph.cli.plot;

import io.barograph.cli.render.CellText;
import io.barograph.core.text.DoubleText;
import io.barograph.core.zone.Zone;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A chart as a page of one file: it loads nothing, works without a network, shows values under the pointer or by the arrow
 * keys, and zooms.
 *
 * @param width in pixels at most, or 0 for that of the window
 * @param panelHeight of each panel, in pixels
 */
public record HtmlChart(int width, int panelHeight) {
    private static final String TEMPLATE = "chart.html";
    /** Buckets of all lines together: at four points each, the page takes a few megabytes at most. */
    private static final int MOST_BUCKETS = 40_000;

    /** Anomalies that the list beneath explains: more nobody reads. */
    public static final int EXPLAINED = 200;

    private static final int LEAST_COLUMNS = 600;
    private static final int MOST_COLUMNS = 3_000;
    /** Integers that a script's numbers hold exactly. */
    private static final long EXACT = 1L << 53;

    private static final long SECONDS_PER_DAY = 86_400;

    /** The columns of a grid for so many lines: more than pixels, so that there is something to zoom into. */
    public static int columns(int lines) {
        return Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, MOST_BUCKETS / lines));
    }

    private record Point(long time, double value) {}

    /** The page. */
    public String draw(Chart chart) {
        return template()
                .replace("<!--TITLE-->", escaped(chart.title()))
                .replace("<!--RANGE-->", escaped(chart.range() + marked(chart)))
                .replace("<!--WIDTH-->", width == 0 ? "none" : width + "px")
                .replace("<!--HEIGHT-->", Integer.toString(panelHeight))
                .replace("<!--ANOMALIES-->", anomalyTable(chart))
                .replace("<!--TABLE-->", table(chart))
                .replace("<!--DATA-->", data(chart));
    }

    private static String marked(Chart chart) {
        return chart.marked().isEmpty() ? "" : "; marked: " + chart.marked().replaceAll("\\s+", " ");
    }

    private static String template() {
        try (InputStream in = HtmlChart.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException(TEMPLATE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String data(Chart chart) {
        long base = chart.grid().firstNanos();
        long unit = 1;
        while (steps(chart.grid().lastNanos(), base, unit) >= EXACT) {
            unit *= 1_000;
        }
        StringBuilder json = new StringBuilder("{\"base\":\"")
                .append(base)
                .append("\",\"unit\":")
                .append(unit);
        json.append(",\"end\":").append(steps(chart.grid().lastNanos(), base, unit));
        json.append(",\"key\":").append(quoted(chart.keyName()));
        json.append(",\"offsets\":").append(offsets(chart.grid(), chart.zone()));
        json.append(",\"panels\":[");
        for (int i = 0; i < chart.panels().size(); i++) {
            Panel panel = chart.panels().get(i);
            json.append(i == 0 ? "" : ",")
                    .append("{\"title\":")
                    .append(quoted(panel.title()))
                    .append(",\"lines\":[");
            for (int j = 0; j < panel.lines().size(); j++) {
                json.append(j == 0 ? "" : ",");
                line(panel.lines().get(j), base, unit, json);
            }
            json.append("],\"a\":[");
            List<Anomaly> anomalies = chart.anomalies(i);
            for (int j = 0; j < anomalies.size(); j++) {
                json.append(j == 0 ? "" : ",");
                anomaly(anomalies.get(j), base, unit, json);
            }
            json.append("]}");
        }
        return json.append("]}").toString();
    }

    private static void line(Line line, long base, long unit, StringBuilder json) {
        StringBuilder times = new StringBuilder();
        StringBuilder values = new StringBuilder();
        StringBuilder breaks = new StringBuilder();
        int points = 0;
        for (int i = 0; i < line.buckets().size(); i++) {
            if (i > 0 && line.breaksBefore(i)) {
                breaks.append(breaks.isEmpty() ? "" : ",").append(points);
            }
            for (Point point : points(line.buckets().get(i))) {
                times.append(points == 0 ? "" : ",").append(steps(point.time(), base, unit));
                values.append(points == 0 ? "" : ",").append(DoubleText.toString(point.value()));
                points++;
            }
        }
        json.append("{\"label\":")
                .append(quoted(line.label()))
                .append(",\"series\":")
                .append(line.series());
        json.append(",\"t\":[").append(times).append("],\"v\":[").append(values);
        json.append("],\"b\":[").append(breaks).append("],\"m\":[");
        for (int i = 0; i < line.marks().size(); i++) {
            Mark mark = line.marks().get(i);
            json.append(i == 0 ? "[" : ",[")
                    .append(steps(mark.time(), base, unit))
                    .append(',');
            json.append(DoubleText.toString(mark.value())).append(']');
        }
        json.append("]}");
    }

    private static void anomaly(Anomaly anomaly, long base, long unit, StringBuilder json) {
        json.append("{\"n\":").append(anomaly.number()).append(",\"series\":").append(anomaly.series());
        json.append(",\"t\":[").append(steps(anomaly.start(), base, unit));
        json.append(',').append(steps(anomaly.peak(), base, unit));
        json.append(',').append(steps(anomaly.end(), base, unit)).append("],\"v\":");
        json.append(anomaly.hasValue() ? DoubleText.toString(anomaly.value()) : "null");
        json.append(",\"why\":").append(quoted(anomaly.reason())).append('}');
    }

    /** The values of a bucket that are known, in the order of their times. */
    private static List<Point> points(Bucket bucket) {
        List<Point> all = new ArrayList<>(List.of(
                new Point(bucket.firstTime(), bucket.first()),
                new Point(bucket.leastTime(), bucket.least()),
                new Point(bucket.mostTime(), bucket.most()),
                new Point(bucket.lastTime(), bucket.last())));
        all.sort(Comparator.comparingLong(Point::time));
        return all.stream().distinct().toList();
    }

    private static long steps(long nanos, long base, long unit) {
        // Unsigned: a range of more than 292 years does not fit otherwise.
        return Long.divideUnsigned(nanos - base, unit);
    }

    /** From which second on the clocks show which offset, in seconds: the first, then every change. */
    private static String offsets(TimeGrid grid, Zone zone) {
        long from = Math.floorDiv(grid.firstNanos(), LocalTimes.NANOS_PER_SECOND);
        long to = Math.floorDiv(grid.lastNanos(), LocalTimes.NANOS_PER_SECOND);
        StringBuilder json = new StringBuilder("[[")
                .append(from)
                .append(',')
                .append(zone.offsetAt(from))
                .append(']');
        for (long day = from; day < to && !zone.isFixed(); day += SECONDS_PER_DAY) {
            long low = day;
            long high = Math.min(to, day + SECONDS_PER_DAY);
            if (zone.offsetAt(low) == zone.offsetAt(high)) {
                continue;
            }
            while (high - low > 1) {
                long middle = (low + high) / 2;
                if (zone.offsetAt(middle) == zone.offsetAt(day)) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            json.append(",[")
                    .append(high)
                    .append(',')
                    .append(zone.offsetAt(high))
                    .append(']');
        }
        return json.append(']').toString();
    }

    /** A row for each anomaly that has a number, with a button that shows it; empty where there is none. */
    private static String anomalyTable(Chart chart) {
        if (chart.explained().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder(
                        "<h2>Anomalies</h2><table class=\"found\"><tr><th></th><th>values</th><th>")
                .append(escaped(chart.keyName()))
                .append("</th><th>from</th><th>to</th><th>rows</th><th>score</th><th>why</th></tr>\n");
        for (Anomaly anomaly : chart.explained()) {
            String panel = chart.panels().get(anomaly.panel()).title();
            html.append("<tr><td><button data-anomaly=\"")
                    .append(anomaly.number())
                    .append("\">");
            html.append(anomaly.number())
                    .append("</button></td><td>")
                    .append(escaped(panel))
                    .append("</td><td>");
            html.append(chart.keyName().isEmpty() ? "" : escaped(anomaly.label()))
                    .append("</td><td>");
            html.append(chart.time(anomaly.start())).append("</td><td>");
            html.append(chart.time(anomaly.end())).append("</td><td>");
            html.append(anomaly.rows()).append("</td><td>");
            html.append(CellText.rounded(anomaly.score())).append("</td><td>");
            html.append(escaped(anomaly.reason())).append("</td></tr>\n");
        }
        return html.append("</table>\n").toString();
    }

    private static String table(Chart chart) {
        StringBuilder html = new StringBuilder("<table class=\"all\"><tr><th>values</th><th>")
                .append(escaped(chart.keyName()))
                .append(
                        "</th><th>count</th><th>least</th><th>at</th><th>greatest</th><th>at</th><th>marked</th></tr>\n");
        for (Panel panel : chart.panels()) {
            for (Line line : panel.lines()) {
                Bucket least = line.buckets().stream()
                        .min(Comparator.comparingDouble(Bucket::least))
                        .orElseThrow();
                Bucket most = line.buckets().stream()
                        .max(Comparator.comparingDouble(Bucket::most))
                        .orElseThrow();
                long count = line.buckets().stream().mapToLong(Bucket::count).sum();
                html.append("<tr><td>").append(escaped(panel.title())).append("</td><td>");
                html.append(chart.keyName().isEmpty() ? "" : escaped(line.label()))
                        .append("</td><td>")
                        .append(count);
                html.append("</td><td>").append(CellText.rounded(least.least()));
                html.append("</td><td>").append(LocalTimes.text(least.leastTime(), chart.zone()));
                html.append("</td><td>").append(CellText.rounded(most.most()));
                html.append("</td><td>").append(LocalTimes.text(most.mostTime(), chart.zone()));
                html.append("</td><td>")
                        .append(line.marks().isEmpty() ? "" : "yes")
                        .append("</td></tr>\n");
            }
        }
        return html.append("</table>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A text in JSON that can stand in a page: no tag begins in it. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20
                    || c == '"'
                    || c == '\\'
                    || c == '<'
                    || c == '>'
                    || c == '&'
                    || c == '\u2028'
                    || c == '\u2029') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
