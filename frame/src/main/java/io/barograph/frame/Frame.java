package io.barograph.frame;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.formats.output.AtomicFile;
import io.barograph.formats.output.OutputFormats;
import java.io.OutputStream;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A query that has not run yet. Every verb gives a new frame and is checked at once; {@link #rows}, {@link #columns},
 * {@link #forEach}, {@link #write} and {@link #run} run it, on all cores, with the same bits as the same SQL.
 *
 * <pre>{@code
 * Frame.read("sensors.csv")
 *         .where("temperature > ?", 20)
 *         .window(Window.tumble("timestamp", Duration.ofHours(1)))
 *         .by("device_id")
 *         .aggregate("count(*) AS n", "avg(temperature) AS mean")
 *         .sort("mean DESC")
 *         .limit(10)
 *         .rows();
 * }</pre>
 *
 * <p>Expressions are SQL, as in a SELECT list; a column with an odd name stands in double quotes. A text may hold {@code ?}
 * for values that follow it. Frames are immutable and thread-safe.
 *
 * <p>A run that rejects records, leaves late rows out or takes undefined values as NULL says so as a warning of the
 * {@link System.Logger} {@code io.barograph.frame}, besides its {@link RunSummary}.
 *
 * <p>All verbs throw a {@link BarographException} whose message names the verb: UNKNOWN_COLUMN, UNKNOWN_FUNCTION,
 * TYPE_MISMATCH, SYNTAX_ERROR, FILE_NOT_FOUND and the like.
 */
public final class Frame {
    private final Session session;
    private final Step step;

    private Frame(Session session, Step step) {
        this.session = session;
        this.step = step;
        session.plan(step);
    }

    /**
     * The rows of a file, or of all that match a glob. Columns of types that are not supported are left out; a verb that names
     * one fails. SQL: {@code FROM 'file'}. pandas: {@code read_csv}.
     */
    public static Frame read(String file) {
        Given.one("read", "file", file);
        return read(step -> step.text(file));
    }

    /**
     * The rows of a file, read as these options say; columns as {@link #read(String)} has them.
     *
     * @param options {@code format}, and those of that format: {@code delimiter}, {@code header}, …
     */
    public static Frame read(String file, Map<String, String> options) {
        Given.one("read", "file", file);
        Map<String, String> sorted = new TreeMap<>();
        Given.one("read", "options", options)
                .forEach((name, value) -> sorted.put(
                        Given.one("read", "the name of an option", name), Given.one("read", "option " + name, value)));
        String format = sorted.remove("format");
        String function = "read_" + (format == null ? "csv" : format.toLowerCase(Locale.ROOT));
        return read(step -> {
            step.raw(function + "(").text(file);
            sorted.forEach(
                    (name, value) -> step.raw(", ").name(name).raw(" => ").text(value));
            return step.raw(")");
        });
    }

    /** @param table writes what stands behind FROM */
    private static Frame read(UnaryOperator<Step.Builder> table) {
        Session session = Session.local();
        List<String> columns = session.supported(
                table.apply(Step.of("read").raw("SELECT count(*) FROM ")).build());
        Step.Builder step = Step.of("read").raw("SELECT ");
        step = columns.isEmpty() ? step.raw("*") : step.names(columns);
        return new Frame(session, table.apply(step.raw(" FROM ")).build());
    }

    /** The rows of a query. */
    public static Frame sql(String query) {
        Given.one("sql", "query", query);
        Session session = Session.local();
        return apart(session, Step.of("sql").argument(query).build());
    }

    /**
     * The rows of a query that holds {@code ?} for values: {@code sql("SELECT * FROM 'a.csv' WHERE x > ? LIMIT ?", 20, 10)}.
     */
    public static Frame sql(String query, @Nullable Object... values) {
        Given.one("sql", "query", query);
        Given.one("sql", "the array of values (one NULL is written new Object[] {null})", values);
        Session session = Session.local();
        return apart(session, Step.of("sql").argument(query, values).build());
    }

    /** These columns only, computed where they are expressions. SQL: SELECT. pandas: {@code df[["a", "b"]]}. */
    public Frame select(String... expressions) {
        return thenApart(Step.of("select")
                .raw("SELECT ")
                .arguments(Given.all("select", "expressions", expressions))
                .raw(" FROM ")
                .input(step)
                .build());
    }

    /**
     * All columns and these, such as {@code "temperature * 1.8 + 32 AS fahrenheit"}; one of the same name is replaced where
     * it stands. SQL: {@code SELECT *, …}. pandas: {@code assign}.
     */
    public Frame derive(String... expressions) {
        List<String> columns = new ArrayList<>();
        schema().names().forEach(name -> columns.add(Literals.name(name)));
        for (String expression : Given.all("derive", "expressions", expressions)) {
            Schema derived = session.schema(Step.of("derive")
                    .raw("SELECT ")
                    .argument(expression)
                    .raw(" FROM ")
                    .input(step)
                    .build());
            if (derived.size() != 1) {
                throw new BarographException(
                        ErrorCode.INVALID_ARGUMENT,
                        "derive(\"" + expression + "\"): one expression per argument; this text has " + derived.size());
            }
            int replaced = columns.indexOf(Literals.name(derived.name(0)));
            if (replaced >= 0) {
                columns.set(replaced, expression);
            } else {
                columns.add(expression);
            }
        }
        return thenApart(Step.of("derive")
                .raw("SELECT ")
                .arguments(columns)
                .raw(" FROM ")
                .input(step)
                .build());
    }

    /** The rows for which a condition is true. SQL: WHERE. pandas: {@code df[df.a > 20]}. */
    public Frame where(String condition, @Nullable Object... values) {
        Given.one("where", "condition", condition);
        Given.one("where", "the array of values (one NULL is written new Object[] {null})", values);
        return then(Step.of("where")
                .raw("SELECT * FROM ")
                .input(step)
                .raw(" WHERE ")
                .argument(condition, values)
                .build());
    }

    /** Rows by keys, to be aggregated. SQL: GROUP BY. pandas: {@code groupby}. */
    public Grouping by(String... keys) {
        return new Grouping(this, Given.all("by", "keys", keys), null, null);
    }

    /** Rows by event-time windows, to be aggregated, by keys too or not. SQL: {@code TABLE(TUMBLE(…))}. */
    public Grouping window(Window window) {
        return new Grouping(this, List.of(), Given.one("window", "window", window), null);
    }

    /**
     * Rows by stretches of time of one length, whose start comes out under the name of the time column; sorted.
     * SQL: {@code date_trunc} or TUMBLE with GROUP BY and ORDER BY. pandas: {@code resample(…, on=time)}.
     */
    public Grouping resample(String time, TemporalAmount every) {
        return new Grouping(this, List.of(), Window.resampling(time, every), time);
    }

    /**
     * Rows in the order of time, to be resampled, compared with those before them, or judged; of each key on its own where
     * {@code by} says so. SQL: table functions such as RESAMPLE, and OVER.
     */
    public Along along(String time) {
        return new Along(this, Given.one("along", "time", time), List.of());
    }

    /** One row over all rows. SQL: SELECT without GROUP BY. pandas: {@code agg}. */
    public Frame aggregate(String... aggregates) {
        return by().aggregate(aggregates);
    }

    /**
     * Pairs of rows whose columns of these names are equal. Other columns of one name are told apart by a number: the other
     * frame's is {@code state_1}. SQL: {@code JOIN … USING}. pandas: {@code merge(on=…)}.
     */
    public Frame join(Frame other, String... columns) {
        return join(JoinKind.INNER, other, columns);
    }

    /** As {@link #join(Frame, String...)}, of another kind. pandas: {@code merge(how=…)}. */
    public Frame join(JoinKind kind, Frame other, String... columns) {
        Given.one("join", "kind", kind);
        Given.one("join", "other", other);
        for (String column : Given.all("join", "columns", columns)) {
            requireShared(column, schema(), "this frame", kind);
            requireShared(column, other.schema(), "the other frame", kind);
        }
        return then(Step.of("join")
                .raw("SELECT " + JoinColumns.all(kind, schema(), other.schema(), List.of(columns)) + " FROM ")
                .input(step)
                .raw(" AS l " + kind.sql() + " ")
                .input(other.step)
                .raw(" AS r USING (")
                .names(List.of(columns))
                .raw(")")
                .build());
    }

    private static void requireShared(String column, Schema schema, String which, JoinKind kind) {
        if (schema.names().stream().noneMatch(column::equalsIgnoreCase)) {
            String name = Literals.name(column);
            throw new BarographException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "join(" + name + "): " + which + " has no column " + column
                            + NearNames.hint(column, schema.names(), "columns")
                            + "; where the names differ, use joinOn("
                            + kind + ", other, \"l." + column + " = r.name\")");
        }
    }

    /**
     * Pairs of rows for which a condition is true; in it, and in {@code columns}, those of this frame are called
     * {@code l.name}, of the other {@code r.name}. SQL: {@code JOIN … ON}. pandas: {@code merge(left_on=…, right_on=…)}.
     *
     * @param columns of the result, such as {@code "l.*"} and {@code "r.model AS other"}, of different names; none for all, of
     *     which those of the other frame whose names this one has are numbered: {@code model_1}
     */
    public Frame joinOn(JoinKind kind, Frame other, String condition, String... columns) {
        Given.one("joinOn", "kind", kind);
        Given.one("joinOn", "other", other);
        Given.one("joinOn", "condition", condition);
        Given.all("joinOn", "columns", columns);
        Step.Builder joined = Step.of("joinOn").raw("SELECT ");
        joined = columns.length == 0
                ? joined.raw(JoinColumns.all(kind, schema(), other.schema(), List.of()))
                : joined.arguments(List.of(columns));
        return thenApart(joined.raw(" FROM ")
                .input(step)
                .raw(" AS l " + kind.sql() + " ")
                .input(other.step)
                .raw(" AS r ON ")
                .argument(condition)
                .build());
    }

    /**
     * Each row with the one of the other frame that is nearest in time, and its columns but those that rows are compared by;
     * one whose name this frame has too is numbered, {@code state_1}. NULLs where there is none.
     * SQL: {@code ASOF LEFT JOIN}. pandas: {@code merge_asof}.
     */
    public Frame joinAsOf(Frame other, AsOf asOf) {
        Given.one("joinAsOf", "other", other);
        Given.one("joinAsOf", "asOf", asOf);
        List<String> columns = new ArrayList<>(List.of("l.*"));
        columns.addAll(JoinColumns.ofOther(schema(), other.schema(), asOf.shared()));
        Step.Builder step = Step.of("joinAsOf")
                .raw("SELECT ")
                .arguments(columns)
                .raw(" FROM ")
                .input(step())
                .raw(" AS l ASOF LEFT JOIN ")
                .input(other.step)
                .raw(" AS r ON ");
        asOf.write(step);
        return then(step.build());
    }

    /**
     * The latest row of each key, or of all; rows without a time are the earliest. SQL: {@code LATEST ON … PARTITION BY}.
     * pandas: {@code drop_duplicates(keep="last")} of sorted rows.
     *
     * @param time the column that says which is the latest
     */
    public Frame latest(String time, String... keys) {
        Given.one("latest", "time", time);
        Given.all("latest", "keys", keys);
        Step.Builder step =
                Step.of("latest").raw("SELECT * FROM ").input(step()).raw(" QUALIFY row_number() OVER (");
        if (keys.length > 0) {
            step.raw("PARTITION BY ").names(List.of(keys)).raw(" ");
        }
        return then(
                step.raw("ORDER BY ").name(time).raw(" DESC NULLS LAST) = 1").build());
    }

    /** The rows of both, whose columns agree by position. SQL: UNION ALL. pandas: {@code concat}. */
    public Frame union(Frame other) {
        Given.one("union", "other", other);
        return then(Step.of("union")
                .raw("SELECT * FROM ")
                .input(step)
                .raw(" UNION ALL SELECT * FROM ")
                .input(other.step)
                .build());
    }

    /** Each different row once. SQL: DISTINCT. pandas: {@code drop_duplicates}. */
    public Frame distinct() {
        return then(
                Step.of("distinct").raw("SELECT DISTINCT * FROM ").input(step).build());
    }

    /** In order, such as {@code "mean DESC"}; ties by the other columns. SQL: ORDER BY. pandas: {@code sort_values}. */
    public Frame sort(String... keys) {
        return then(Step.of("sort")
                .raw("SELECT * FROM ")
                .input(step)
                .raw(" ORDER BY ")
                .arguments(Given.all("sort", "keys", keys))
                .build());
    }

    /** The first rows. SQL: LIMIT. pandas: {@code head}. */
    public Frame limit(long rows) {
        return then(Step.of("limit")
                .raw("SELECT * FROM ")
                .input(step)
                .raw(" LIMIT ")
                .number(rows)
                .build());
    }

    /**
     * One row per numeric column: {@code column_name, count, mean, std, min, q25, q50, q75, max}, quartiles as
     * {@code quantile_cont}. SQL: the aggregates, or SUMMARIZE for a file. pandas: {@code describe}.
     */
    public Frame describe() {
        List<String> numeric = schema().fields().stream()
                .filter(field -> field.type().isNumeric())
                .map(Field::name)
                .toList();
        if (numeric.isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT, "describe: no column of " + schema() + " is numeric");
        }
        List<String> aggregates = new ArrayList<>();
        for (int i = 0; i < numeric.size(); i++) {
            String name = Literals.name(numeric.get(i));
            aggregates.add("count(" + name + ") AS n" + i);
            aggregates.add("avg(" + name + ") AS mean" + i);
            aggregates.add("stddev(" + name + ") AS std" + i);
            aggregates.add("CAST(min(" + name + ") AS DOUBLE) AS min" + i);
            for (int quarter = 1; quarter <= 3; quarter++) {
                aggregates.add("quantile_cont(CAST(" + name + " AS DOUBLE), 0." + 25 * quarter + ") AS q" + 25 * quarter
                        + "_" + i);
            }
            aggregates.add("CAST(max(" + name + ") AS DOUBLE) AS max" + i);
        }
        Step all = aggregate(aggregates.toArray(String[]::new)).step;
        Step.Builder rows = Step.of("describe");
        for (int i = 0; i < numeric.size(); i++) {
            rows.raw((i == 0 ? "" : " UNION ALL ") + "SELECT " + Literals.text(numeric.get(i)) + " AS column_name, n"
                            + i
                            + " AS \"count\", mean" + i + " AS mean, std" + i + " AS std, min" + i + " AS \"min\", q25_"
                            + i
                            + " AS q25, q50_" + i + " AS q50, q75_" + i + " AS q75, max" + i + " AS \"max\" FROM ")
                    .input(all);
        }
        return then(rows.build());
    }

    /** The names and types of the columns. */
    public Schema schema() {
        return session.schema(step);
    }

    /** The same query as SQL text. */
    public String sql() {
        return new SqlText(step).text();
    }

    /** How it would run. SQL: EXPLAIN. */
    public String explain() {
        return session.explain(step);
    }

    /** The same frame, run otherwise: {@code options(o -> o.withThreads(2))}. No option changes an answer. */
    public Frame options(UnaryOperator<RunOptions> change) {
        return new Frame(session.with(Given.one("options", "change", change)), step);
    }

    /** Runs it and collects the rows. They must fit in memory. */
    public Rows rows() {
        List<Row> rows = new ArrayList<>();
        RunSummary summary = forEach(rows::add);
        return new Rows(rows, summary);
    }

    /** Runs it and passes on each row, by this thread, without keeping any. */
    public RunSummary forEach(Consumer<Row> consumer) {
        return run(new RowSink(consumer));
    }

    /** Runs it and collects the columns as arrays. They must fit in memory. */
    public Columns columns() {
        ColumnSink sink = new ColumnSink();
        RunSummary summary = run(sink);
        return sink.columns(summary);
    }

    /**
     * Runs it and writes the answer as an Arrow stream, which Arrow's own readers take: {@code ArrowStreamReader} of
     * {@code arrow-vector}, {@code pyarrow.ipc.open_stream}. The stream stays open. SQL: {@code --format arrows}.
     */
    public RunSummary arrow(OutputStream target) {
        return run(OutputFormats.named("arrows").open(target));
    }

    /** Runs it and counts the rows. SQL: {@code count(*)}. pandas: {@code len}. */
    public long count() {
        return aggregate("count(*) AS n").rows().get(0).getLong("n");
    }

    /**
     * Runs it and writes the answer to a file, in the form that its name says; the file appears when it is complete.
     * SQL: {@code -o}. pandas: {@code to_csv}, {@code to_parquet}.
     */
    public RunSummary write(String file) {
        OutputFormat format = OutputFormats.ofFile(Given.one("write", "file", file))
                .orElseThrow(() -> new BarographException(
                        ErrorCode.INVALID_ARGUMENT,
                        "write(\"" + file + "\"): cannot tell the form by the name; end it with one of "
                                + String.join(", ", OutputFormats.endings())
                                + ", texts also with .gz or .zst behind it; .md is for the command, baro -o"));
        try (AtomicFile target = AtomicFile.create(file)) {
            RunSummary summary = run(format.open(target.stream()));
            target.commit();
            return summary;
        }
    }

    /** Runs it into a sink of batches. */
    public RunSummary run(ResultSink sink) {
        return session.run(step, sink);
    }

    /** The columns and their types; nothing is run. */
    @Override
    public String toString() {
        return "Frame" + schema();
    }

    Step step() {
        return step;
    }

    Frame then(Step next) {
        return new Frame(session, next);
    }

    /** The next frame, whose columns the caller has named: no two alike, since rows are asked for values by name. */
    Frame thenApart(Step next) {
        return apart(session, next);
    }

    private static Frame apart(Session session, Step step) {
        Frame frame = new Frame(session, step);
        Set<String> seen = new HashSet<>();
        for (String name : frame.schema().names()) {
            if (!seen.add(name)) {
                throw new BarographException(
                        ErrorCode.INVALID_ARGUMENT,
                        step.verb() + ": two columns are called " + name + "; name them apart, as in \"x AS " + name
                                + "_2\"");
            }
        }
        return frame;
    }
}
