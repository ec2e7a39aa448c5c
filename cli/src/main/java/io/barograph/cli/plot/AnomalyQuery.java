package io.barograph.cli.plot;

import io.barograph.core.text.TimestampText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that asks for a chart's anomalies. A row is judged by what came before it, so rows before the chart's range are judged
 * too, and those behind it are not read: zooming in changes no verdict.
 *
 * @param chart what is drawn
 * @param settings the arguments of DETECT behind its metrics, with a comma before them, or empty
 */
record AnomalyQuery(ChartQuery chart, String settings) {
    private static final String KEY = "\"plotted key\"";
    private static final String TIME = "\"plotted time\"";
    private static final String VALUE = "\"plotted value\"";
    private static final String ORDER = "\"plotted order\"";
    /** Columns that DETECT adds: a metric of such a name goes by another. */
    private static final Set<String> TAKEN = Set.of("metric", "score", "anomaly", "event", "reason");

    /** The panels whose values are judged. */
    List<Integer> panels() {
        return IntStream.range(0, chart.metrics().size())
                .filter(panel -> chart.metrics().get(panel).isMeasured())
                .boxed()
                .toList();
    }

    /** What a panel's metric is called in the answer: as the panel, since detectors know quantities by their names. */
    String name(int panel) {
        String title = chart.metrics().get(panel).title().replace(',', ' ');
        return TAKEN.contains(title) ? title + "_" : title;
    }

    /** The panel of a metric of the answer. */
    int panel(String name) {
        return panels().stream()
                .filter(panel -> name(panel).equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Per event: key, metric, first and last time, anomalies, score, reason, time of the peak, value of the peak.
     *
     * @param keys the lines wanted, or null for all
     */
    String sql(@Nullable List<String> keys) {
        List<Integer> panels = panels();
        List<String> columns = new ArrayList<>(
                List.of(chart.keySql() + " AS " + KEY, chart.time().sql() + " AS " + TIME));
        StringBuilder value = new StringBuilder("CASE metric");
        for (int panel : panels) {
            columns.add(chart.metrics().get(panel).sql() + " AS " + quoted(name(panel)));
            value.append(" WHEN ")
                    .append(text(name(panel)))
                    .append(" THEN CAST(")
                    .append(quoted(name(panel)))
                    .append(" AS DOUBLE)");
        }
        String metrics = panels.stream().map(this::name).collect(Collectors.joining(","));
        return "WITH \"plotted rows to judge\" AS (SELECT " + String.join(", ", columns) + " FROM " + chart.relation()
                + chart.whereUpToEnd(keys) + ") SELECT " + KEY + ", metric, min(" + TIME + "), max(" + TIME
                + "), count(*), max(score), first(reason, " + ORDER + "), first(" + TIME + ", " + ORDER + "), first("
                + VALUE + ", " + ORDER + ") FROM (SELECT " + KEY + ", " + TIME + ", metric, event, score, reason, "
                + value + " END AS " + VALUE
                // first() orders by a BIGINT: the highest score comes first.
                + ", CAST(score * -1e15 AS BIGINT) AS " + ORDER
                + " FROM TABLE(DETECT(TABLE \"plotted rows to judge\" PARTITION BY " + KEY + ", DESCRIPTOR(" + TIME
                + "), " + text(metrics) + settings + ")) WHERE anomaly" + from() + ") GROUP BY " + KEY
                + ", metric, event";
    }

    private String from() {
        Long from = chart.from();
        return from == null ? "" : " AND " + TIME + " >= TIMESTAMP '" + TimestampText.toString(from) + "'";
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
