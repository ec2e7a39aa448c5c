package io.barograph.server.chart;

import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.series.Numbers;
import io.barograph.core.text.NaturalOrder;
import io.barograph.server.result.KeptRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The readings among a result's rows, by line, and the anomalies among them. Rows without a time or a finite number are none. */
final class Readings {
    private static final String NULL = "NULL";
    private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

    private final Schema schema;
    private final ChartColumns columns;
    private final String only;
    private final Anomalies anomalies;

    private final Map<String, Line> lines = new TreeMap<>(new NaturalOrder());
    private final Map<Long, Line> byNumber = new HashMap<>();
    private @Nullable Dictionary dictionary;
    private Line[] byCode = {};

    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private long count;

    /** @param only as {@link ChartRequest#only} */
    Readings(Schema schema, ChartColumns columns, String only) {
        this.schema = schema;
        this.columns = columns;
        this.only = only;
        this.anomalies = new Anomalies(columns.verdict());
    }

    void add(KeptRows rows) {
        Column time = rows.batch().column(columns.time());
        Column given = rows.batch().column(columns.value());
        DoubleColumn numbers = Numbers.of(given, rows.batch().size());
        Column by = columns.by() < 0 ? null : rows.batch().column(columns.by());
        long unit = time.type() == Type.DATE ? DAY_NANOS : 1;
        long[] times = ((LongColumn) time).values();
        for (int row : rows.positions()) {
            if (time.validity().isNull(row) || isOfAnotherMetric(rows, row)) {
                continue;
            }
            Line line = by == null ? named("") : line(by, row);
            if (!line.name().contains(only)) {
                continue;
            }
            boolean isReading = numbers.validity().isPresent(row) && Double.isFinite(numbers.values()[row]);
            long at = times[row] * unit;
            if (isReading) {
                line.add(at, numbers.values()[row]);
                count++;
            }
            boolean isMarked =
                    anomalies.add(rows, row, line.name(), at, isReading ? numbers.values()[row] : Double.NaN);
            if (isReading || isMarked) {
                from = Math.min(from, at);
                to = Math.max(to, at);
            }
        }
    }

    /** DETECT gives a row per metric: those that judge another column than the one drawn say nothing of it. */
    private boolean isOfAnotherMetric(KeptRows rows, int row) {
        ChartColumns.Verdict verdict = columns.verdict();
        if (verdict == null || verdict.metric() < 0) {
            return false;
        }
        VarcharColumn metrics = (VarcharColumn) rows.batch().column(verdict.metric());
        if (metrics.validity().isNull(row)) {
            return false;
        }
        String metric = metrics.dictionary().string(metrics.codes()[row]);
        return !metric.equals(schema.name(columns.value())) && schema.indexOf(metric) >= 0;
    }

    private Line line(Column by, int row) {
        if (by.validity().isNull(row)) {
            return named(NULL);
        }
        if (by instanceof LongColumn longs) {
            long number = longs.values()[row];
            Line known = byNumber.get(number);
            if (known == null) {
                known = named(Long.toString(number));
                byNumber.put(number, known);
            }
            return known;
        }
        if (by instanceof BooleanColumn truths) {
            return named(Boolean.toString(truths.values()[row]));
        }
        VarcharColumn texts = (VarcharColumn) by;
        if (texts.dictionary() != dictionary) {
            dictionary = texts.dictionary();
            byCode = new Line[texts.dictionary().size()];
        }
        int code = texts.codes()[row];
        Line known = byCode[code];
        if (known == null) {
            known = named(texts.dictionary().string(code));
            byCode[code] = known;
        }
        return known;
    }

    private Line named(String name) {
        return lines.computeIfAbsent(name, Line::new);
    }

    /** Those whose names hold what is asked for and that have readings, as people order names. */
    List<Line> lines() {
        return lines.values().stream().filter(line -> line.size() > 0).toList();
    }

    Anomalies anomalies() {
        return anomalies;
    }

    /** How many there are. */
    long count() {
        return count;
    }

    /** The columns of pixels that they lie in; null where there is nothing to draw. */
    @Nullable
    PixelColumns columns(int width) {
        return from > to ? null : new PixelColumns(from, to, width);
    }
}
