package io.barograph.cli.plot;

import io.barograph.core.zone.Zone;
import java.util.List;

/**
 * All that is to be drawn: panels one above the other, over the same time.
 *
 * @param title what was plotted
 * @param keyName the column whose values tell the lines of a panel apart, or empty where there is one line each
 * @param grid the time across
 * @param zone whose clocks label the time
 * @param panels at least one
 * @param marked what was marked, or empty
 * @param anomalies what a detector found, in the order of time
 */
public record Chart(
        String title,
        String keyName,
        TimeGrid grid,
        Zone zone,
        List<Panel> panels,
        String marked,
        List<Anomaly> anomalies) {
    public Chart {
        panels = List.copyOf(panels);
        anomalies = List.copyOf(anomalies);
    }

    /** The anomalies of a panel, of all its lines. */
    public List<Anomaly> anomalies(int panel) {
        return anomalies.stream().filter(anomaly -> anomaly.panel() == panel).toList();
    }

    /** The anomalies that a list beneath the chart explains. */
    public List<Anomaly> explained() {
        return anomalies.stream().filter(anomaly -> anomaly.number() > 0).toList();
    }

    /** Where and when an anomaly was, in words: {@code temperature of pump-2, 2024-03-01 00:00:00 to 2024-03-01 00:10:00}. */
    public String place(Anomaly anomaly) {
        String start = time(anomaly.start());
        String end = time(anomaly.end());
        return panels.get(anomaly.panel()).title() + (keyName.isEmpty() ? "" : " of " + anomaly.label()) + ", " + start
                + (end.equals(start) ? "" : " to " + end);
    }

    /** A time of the chart in words; to the second, where no pixels tell less apart. */
    String time(long nanos) {
        boolean isLong = grid.columnNanos() >= LocalTimes.NANOS_PER_SECOND;
        return LocalTimes.text(isLong ? nanos - Math.floorMod(nanos, LocalTimes.NANOS_PER_SECOND) : nanos, zone);
    }

    /** The lines that the legend names: those of the panel with the most. */
    public List<Line> legend() {
        List<Line> most = panels.get(0).lines();
        for (Panel panel : panels) {
            most = panel.lines().size() > most.size() ? panel.lines() : most;
        }
        return most;
    }

    /** The range of time in words: {@code 2024-03-01 00:00:00 to 2024-03-02 12:00:00 (UTC)}. */
    public String range() {
        return LocalTimes.text(first(), zone) + " to " + LocalTimes.text(last(), zone) + " (" + zone.name() + ")";
    }

    private long first() {
        return panels.stream()
                .flatMap(panel -> panel.lines().stream())
                .filter(line -> !line.buckets().isEmpty())
                .mapToLong(line -> line.buckets().get(0).firstTime())
                .min()
                .orElse(grid.firstNanos());
    }

    private long last() {
        return panels.stream()
                .flatMap(panel -> panel.lines().stream())
                .filter(line -> !line.buckets().isEmpty())
                .mapToLong(line -> line.buckets().get(line.buckets().size() - 1).lastTime())
                .max()
                .orElse(grid.firstNanos());
    }
}
