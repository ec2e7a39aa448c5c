package io.barograph.cli;

import io.barograph.cli.summarize.ColumnProfile;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code baro detect}: the anomalies of a file, one row per event, or what is thought of every row. */
final class DetectCommand implements Command {
    private static final Option BY =
            Option.of("--by", "COLUMNS", "whose rows belong together, as in device_id; without it all are one series");
    private static final Option ON =
            Option.of("--on", "COLUMNS", "what is judged, as in temperature,humidity (all DOUBLE columns)");
    private static final Option TIME =
            Option.of("--time", "COLUMN", "the time, or a BIGINT that numbers the rows (found as by summarize)");
    private static final Option ALL = Option.flag("--all", "every row with its score, not only events");

    @Override
    public String name() {
        return "detect";
    }

    @Override
    public String summary() {
        return "anomalies: when, how certain, and why";
    }

    @Override
    public List<String> usage() {
        return List.of("baro detect FILE [--by device_id] [--on temperature,humidity] [--all]");
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(BY, ON, TIME));
        options.addAll(DetectorOptions.all());
        options.add(ALL);
        options.addAll(AnswerFormat.options());
        options.addAll(CommonOptions.ofRuns());
        return options;
    }

    @Override
    public String details() {
        return """
                Each row is judged by what came before it, so the answer is the same live and replayed. Anomalies with
                short pauses are one event, told by its first and last row, its highest score and the reason of that.
                The same in SQL:

                  SELECT * FROM TABLE(DETECT(TABLE 'sensors.csv' PARTITION BY device_id, DESCRIPTOR(ts),
                                             'temperature, humidity', detector => 'robust_z'))

                docs/reference/detectors.md lists detectors and their parameters.
                """;
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String file = arguments.operand("FILE");
        try (Runner runner = new Runner(arguments, console)) {
            Schema schema = runner.catalog().table(file, Map.of(), null).schema();
            PlotColumns.requireColumns(schema);
            TimedRows rows = TimedRows.of(file, schema, arguments.value(TIME), runner);
            String text = sql(rows, schema, arguments);
            if (!arguments.has(BY)) {
                PlotColumns.likelyKey(schema, rows.parts())
                        .ifPresent(name -> console.err()
                                .println("note: all rows are one series; --by " + name + " judges each " + name
                                        + " for itself"));
            }
            Statement.Select select = (Statement.Select) runner.plan(text);
            QueryCommand.answer(select.query(), text, arguments, console, runner);
        }
        return 0;
    }

    /** The columns of measurements: DOUBLE, or whole numbers where there is none. */
    private static List<String> metrics(Schema schema, List<String> others) {
        List<String> doubles = ofType(schema, Type.DOUBLE, others);
        return doubles.isEmpty() ? ofType(schema, Type.BIGINT, others) : doubles;
    }

    private static List<String> ofType(Schema schema, Type type, List<String> others) {
        return schema.fields().stream()
                .filter(field -> field.type().equals(type))
                .map(Field::name)
                .filter(name -> !others.contains(name))
                .toList();
    }

    private static String sql(TimedRows rows, Schema schema, Arguments arguments) {
        List<String> by = columns(schema, arguments.value(BY));
        List<String> on = arguments.has(ON)
                ? columns(schema, arguments.value(ON))
                : metrics(
                        schema,
                        Stream.concat(by.stream(), rows.parts().stream()).toList());
        if (on.isEmpty()) {
            throw Arguments.invalid(
                    "no column is a number but the time and those of --by; --on COLUMNS names what is to be judged");
        }
        String keys = by.stream().map(ColumnProfile::quoted).collect(Collectors.joining(", "));
        String judged = "TABLE(DETECT(TABLE " + rows.relation() + (keys.isEmpty() ? "" : " PARTITION BY (" + keys + ")")
                + ", DESCRIPTOR(" + ColumnProfile.quoted(rows.time().name()) + "), "
                + Columns.text(String.join(",", on))
                + DetectorOptions.sql(arguments) + "))";
        if (arguments.has(ALL)) {
            return "SELECT * FROM " + judged;
        }
        String event = Stream.concat(by.stream().map(ColumnProfile::quoted), Stream.of("metric"))
                .collect(Collectors.joining(", "));
        String at = ColumnProfile.quoted(rows.time().name());
        // first() orders by a BIGINT: the highest score comes first.
        return "SELECT " + event + ", min(" + at + ") AS \"start\", max(" + at + ") AS \"end\", count(*) AS \"rows\","
                + " max(score) AS score, first(reason, CAST(score * -1e15 AS BIGINT)) AS reason FROM " + judged
                + " WHERE anomaly GROUP BY " + event + ", event ORDER BY \"start\", " + event;
    }

    private static List<String> columns(Schema schema, @Nullable String names) {
        return names == null
                ? List.of()
                : Stream.of(names.split(","))
                        .map(name -> schema.name(Columns.find(name.strip(), schema)))
                        .toList();
    }
}
