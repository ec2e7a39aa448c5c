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
 */
public record Chart(String title, String keyName, TimeGrid grid, Zone zone, List<Panel> panels, String marked) {
    public Chart {
        panels = List.copyOf(panels);
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
