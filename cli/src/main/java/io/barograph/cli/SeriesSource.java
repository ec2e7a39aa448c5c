package io.barograph.cli;

import io.barograph.cli.pairs.KeyedSeries;
import io.barograph.cli.render.Durations;
import io.barograph.cli.summarize.ColumnProfile;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.sql.Statement;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The series of a file: its rows by key, in the order of time, on a regular grid where one is asked for.
 *
 * @param rows the file's rows, with their time
 * @param by the columns of the key
 * @param metrics the columns of values: all numbers, or those named
 * @param step between the points of the grid in nanoseconds, or null for the readings as they are
 */
record SeriesSource(
        TimedRows rows,
        List<Field> by,
        List<Field> metrics,
        @Nullable Long step) {
    static final Option BY =
            Option.of("--by", "COLUMNS", "whose rows belong together, as in device_id; without it all are one series");
    static final Option TIME = Option.of("--time", "COLUMN", "the order of the rows (found as by detect)");
    static final Option STEP = Option.of(
            "--step",
            "TIME",
            "put readings on a grid first, as in 10s or 1m: the last one not older than a step, or none");

    private static final int NANO_DIGITS = 9;

    /** What the command line says of a file's columns. */
    static SeriesSource of(String file, Option on, Arguments arguments, Runner runner) {
        Schema schema = runner.catalog().table(file, Map.of(), null).schema();
        PlotColumns.requireColumns(schema);
        List<Field> by = named(arguments.value(BY), schema);
        TimedRows rows = TimedRows.of(file, schema, arguments.value(TIME), runner);
        Long step = arguments.has(STEP)
                ? arguments.value(STEP, 0L, "a time such as 10s, 1m or 1h", SeriesSource::positive)
                : null;
        if (step != null && rows.time().type() != Type.TIMESTAMP) {
            throw Arguments.invalid("--step needs a time, and '" + rows.time().name() + "' only numbers the rows");
        }
        List<Field> metrics = arguments.has(on) ? named(arguments.value(on), schema) : numbers(schema, by, rows);
        for (Field metric : metrics) {
            if (!metric.type().isNumeric()) {
                throw new BarographException(
                        ErrorCode.TYPE_MISMATCH,
                        "column '" + metric.name() + "' is " + metric.type() + ", and " + on.name() + " takes numbers: "
                                + names(numbers(schema, by, rows)));
            }
        }
        if (metrics.isEmpty()) {
            throw Arguments.invalid(
                    "no column is a number but the time and those of --by, so there is nothing to compare");
        }
        return new SeriesSource(rows, by, metrics, step);
    }

    /** The column of the time, a TIMESTAMP or BIGINT. */
    Field time() {
        return rows.time();
    }

    /** Reads the series, and reports what became of the file's records. */
    KeyedSeries read(Runner runner) {
        KeyedSeries series = new KeyedSeries(by.size(), metrics.size());
        Statement.Select select = (Statement.Select) runner.plan(sql());
        RunSummary summary = runner.run(select.query(), series, "reading");
        runner.report(summary);
        return series;
    }

    static String names(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }

    private String sql() {
        String at = ColumnProfile.quoted(time().name());
        List<String> keys =
                by.stream().map(field -> ColumnProfile.quoted(field.name())).toList();
        List<String> values = metrics.stream()
                .map(field -> ColumnProfile.quoted(field.name()))
                .toList();
        String order = Stream.concat(keys.stream(), Stream.of(at)).collect(Collectors.joining(", "));
        String selected = "SELECT " + order + ", "
                + values.stream()
                        .map(value -> "CAST(" + value + " AS DOUBLE) AS " + value)
                        .collect(Collectors.joining(", "))
                + " FROM " + rows.relation() + " WHERE " + at + " IS NOT NULL";
        if (step != null) {
            String interval =
                    "INTERVAL '" + BigDecimal.valueOf(step, NANO_DIGITS).toPlainString() + "' SECOND";
            selected = "SELECT " + order + ", " + String.join(", ", values) + " FROM TABLE(RESAMPLE(TABLE (" + selected
                    + ")"
                    + (keys.isEmpty() ? "" : " PARTITION BY (" + String.join(", ", keys) + ")") + ", DESCRIPTOR(" + at
                    + "), " + interval + ", fill => 'prev', max_gap => " + interval + "))";
        }
        // Behind what it names an ORDER BY is completed by the other columns: rows of one time have one order, too.
        return selected + " ORDER BY " + order;
    }

    private static long positive(String text) {
        long nanos = Durations.parse(text);
        if (nanos <= 0) {
            throw new IllegalArgumentException(text);
        }
        return nanos;
    }

    private static List<Field> numbers(Schema schema, List<Field> by, TimedRows rows) {
        List<Field> numbers = schema.fields().stream()
                .filter(field -> field.type().isNumeric()
                        && !by.contains(field)
                        && !rows.parts().contains(field.name()))
                .toList();
        List<Field> doubles = numbers.stream()
                .filter(field -> field.type().equals(Type.DOUBLE))
                .toList();
        return doubles.isEmpty() ? numbers : doubles;
    }

    private static List<Field> named(@Nullable String names, Schema schema) {
        return names == null
                ? List.of()
                : Stream.of(names.split(","))
                        .map(name -> schema.field(Columns.find(name.strip(), schema)))
                        .distinct()
                        .toList();
    }
}
