package io.barograph.cli.plot;

import io.barograph.cli.render.CellText;
import io.barograph.cli.render.Counted;
import io.barograph.core.column.Type;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.zone.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Has the engine reduce rows, however many, to what the pixels of a chart need. Two queries: one for keys and the range of
 * time, one that aggregates per line and column of pixels. Memory depends on lines and pixels, not on rows.
 */
public final class ChartLoader {
    /** Runs SQL. */
    public interface Queries {
        /**
         * Runs a query to its end.
         *
         * @param label what the progress line calls it
         */
        void run(String sql, ResultSink sink, String label);
    }

    /**
     * How a chart is wanted.
     *
     * @param columns of the grid, at most
     * @param lines keys that are drawn, at most
     * @param timesOfExtremes whether the times of least and greatest values are wanted
     * @param explained anomalies that are numbered, to be explained in a list, at most
     */
    public record Wish(int columns, int lines, boolean timesOfExtremes, int explained) {}

    private final Queries queries;
    private final List<String> notes = new ArrayList<>();

    public ChartLoader(Queries queries) {
        this.queries = queries;
    }

    /** What is to be said about the chart, a line each: what is not in it. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Loads a chart.
     *
     * @param title of the chart
     * @param detector the arguments of DETECT behind its metrics, or empty; null where no anomalies are wanted
     * @throws BarographException INVALID_ARGUMENT where there is nothing to draw
     */
    public Chart load(ChartQuery query, @Nullable String detector, String title, Zone zone, Wish wish) {
        KeyExtents extents = new KeyExtents(wish.lines);
        queries.run(query.extents(), extents, "finding the range");
        if (extents.isEmpty()) {
            throw nothing(query, extents);
        }
        note(extents, query);
        long first = query.from() == null ? extents.first() : query.from();
        long last = query.to() == null ? extents.last() : query.to() - 1;
        TimeGrid grid = TimeGrid.of(first, last, wish.columns);

        List<String> wanted = extents.wanted();
        BucketRows rows = new BucketRows(query, wish.timesOfExtremes);
        queries.run(query.buckets(grid, wanted, wish.timesOfExtremes), rows, "plotting");
        if (!rows.isFinite()) {
            rows = finite(query, grid, wanted, wish, rows.values());
        }
        if (rows.values() == 0) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    String.format(
                            Locale.ROOT,
                            "nothing to plot: %s is NULL%s in all %s",
                            String.join(
                                    ", ",
                                    query.metrics().stream().map(Metric::title).toList()),
                            notes.isEmpty() ? "" : ", NaN or infinite",
                            Counted.of(extents.rows(), "row")));
        }
        if (query.mark() != null) {
            notes.add(Counted.of(rows.marked(), "row") + " marked");
        }
        return new Chart(
                title,
                query.key() == null ? "" : query.key().name(),
                grid,
                zone,
                panels(query, grid, extents.drawn(), rows),
                query.mark() == null ? "" : query.mark(),
                detector == null ? List.of() : anomalies(new AnomalyQuery(query, detector), extents, wish.explained));
    }

    private List<Anomaly> anomalies(AnomalyQuery query, KeyExtents extents, int explained) {
        if (query.panels().isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "no detector judges true and false: name a column of numbers with --on");
        }
        AnomalyRows rows = new AnomalyRows(query, extents.drawn());
        queries.run(query.sql(extents.wanted()), rows, "looking for anomalies");
        long found = rows.found();
        if (found == 0) {
            notes.add("no anomalies");
        } else {
            notes.add(String.format(Locale.ROOT, "%,d anomal%s", found, found == 1 ? "y" : "ies")
                    + (found > AnomalyRows.MOST
                            ? String.format(Locale.ROOT, ", of which the %,d most certain are marked", AnomalyRows.MOST)
                            : "")
                    + (found > explained
                            ? String.format(
                                    Locale.ROOT,
                                    "; the %,d most certain are numbered; baro detect lists them all",
                                    explained)
                            : ""));
        }
        return rows.anomalies(explained);
    }

    /** Runs the query once more, without the values that have no place on an axis. */
    private BucketRows finite(ChartQuery query, TimeGrid grid, @Nullable List<String> wanted, Wish wish, long all) {
        ChartQuery careful = new ChartQuery(
                query.relation(),
                query.time(),
                query.key(),
                query.metrics().stream().map(Metric::finite).toList(),
                query.where(),
                query.from(),
                query.to(),
                query.mark());
        BucketRows rows = new BucketRows(careful, wish.timesOfExtremes);
        queries.run(careful.buckets(grid, wanted, wish.timesOfExtremes), rows, "plotting finite values");
        long left = all - rows.values();
        notes.add(String.format(
                Locale.ROOT, "%,d value%s NaN or infinite and not drawn", left, left == 1 ? " is" : "s are"));
        return rows;
    }

    private static List<Panel> panels(ChartQuery query, TimeGrid grid, List<String> keys, BucketRows rows) {
        List<Panel> panels = new ArrayList<>();
        for (int metric = 0; metric < query.metrics().size(); metric++) {
            String title = query.metrics().get(metric).title();
            List<Line> lines = new ArrayList<>();
            for (int series = 0; series < keys.size(); series++) {
                String key = keys.get(series);
                Line line = rows.line(metric, key, query.key() == null ? title : shown(key), series, grid);
                if (!line.buckets().isEmpty()) {
                    lines.add(line);
                }
            }
            panels.add(new Panel(title, lines));
        }
        return panels;
    }

    /** A key without characters that would tear a picture. */
    static String shown(String key) {
        return CellText.text(Type.VARCHAR, key);
    }

    private void note(KeyExtents extents, ChartQuery query) {
        if (extents.leftOut() > 0 && query.key() != null) {
            List<String> names = extents.namesLeftOut();
            long others = extents.leftOut() - names.size();
            notes.add(String.format(
                    Locale.ROOT,
                    "%d of %,d %s are drawn; not %s%s: choose with --where, or draw more with --lines",
                    extents.drawn().size(),
                    extents.drawn().size() + extents.leftOut(),
                    query.key().name(),
                    String.join(", ", names.stream().map(ChartLoader::shown).toList()),
                    others == 0 ? "" : String.format(Locale.ROOT, " and %,d other%s", others, others == 1 ? "" : "s")));
        }
        if (extents.timeless() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %s have no time and are not drawn",
                    extents.timeless(),
                    Counted.of(extents.rows(), "row")));
        }
    }

    private static BarographException nothing(ChartQuery query, KeyExtents extents) {
        String reason = extents.rows() > 0
                ? String.format(Locale.ROOT, "none of %s has a time", Counted.of(extents.rows(), "row"))
                : query.where() != null || query.from() != null || query.to() != null
                        ? "no row is in the range of --from and --to and satisfies --where"
                        : "there are no rows";
        return new BarographException(ErrorCode.INVALID_ARGUMENT, "nothing to plot: " + reason);
    }
}
