package io.barograph.cli;

import io.barograph.cli.render.BoxTable;
import io.barograph.cli.render.BoxTable.Cell;
import io.barograph.cli.render.CellText;
import io.barograph.cli.render.Counted;
import io.barograph.cli.render.TextWidth;
import io.barograph.cli.summarize.ClockProfile;
import io.barograph.cli.summarize.ClockReport;
import io.barograph.cli.summarize.ColumnProfile;
import io.barograph.cli.summarize.ColumnValues;
import io.barograph.cli.summarize.EventTime;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDescription;
import io.barograph.sql.ColumnStatistic;
import io.barograph.sql.KnownTable;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The first look at a table: its columns, then the clocks of its keys, then what was rejected. */
final class Summary {
    private static final String TABLE = "summarized";
    private static final Pattern KEY_NAME =
            Pattern.compile("(?i).*(device|sensor|station|node|mote|machine|meter|tag|site|unit).*|.*id|name|key|series"
                    + "|.*(장치|기기|센서|측정소|지점|노드|단말|설비).*");
    /** What is shown of a text; the rest would push the other columns off the screen. */
    private static final int TEXT_CELLS = 40;

    /** Where a terminal is too narrow for one table, its columns go into two. */
    private static final int[] RANGES = {0, 1, 2, 4, 8};

    private static final int[] SHAPES = {0, 3, 5, 6, 7, 9, 10};

    private static final long MOST_KEYS = 10_000;
    /** Of a table with no more values than this, 128 MB of them, quantiles and distinct counts are exact. */
    private static final long MOST_KEPT_VALUES = 16_000_000;
    /** Of no more rows than this, each time of each key is kept to find all duplicates. */
    private static final long MOST_KEPT_TIMES = 20_000_000;
    /** Times take up to 24 bytes each while their array grows; the rest of the heap is for others. */
    private static final int BYTES_PER_TIME = 64;

    private final TableDescription table;
    private final Schema schema;
    private final Console console;
    private final Runner runner;

    private Summary(TableDescription table, Console console, Runner runner) {
        this.table = table;
        this.schema = table.schema();
        this.console = console;
        this.runner = runner;
    }

    /**
     * Shows the first look.
     *
     * @param timeName the column to take as time, or null to find it
     * @param keyName the column to take as key, or null to find it
     */
    static void show(
            TableDescription table,
            @Nullable String timeName,
            @Nullable String keyName,
            Console console,
            Runner runner) {
        new Summary(table, console, runner).show(timeName, keyName);
    }

    private void show(@Nullable String timeName, @Nullable String keyName) {
        int time = timeName == null ? -1 : Columns.find(timeName, schema);
        int key = keyName == null ? -1 : Columns.find(keyName, schema);
        ColumnProfile profile = new ColumnProfile(schema);
        RunSummary summary = runner.run(plan(profile.sql(TABLE)), profile, "summarizing");
        boolean exact = refine(profile);
        console.println(heading(profile.rows(), summary));
        BoxTable columns = columns(profile, exact);
        if (columns.fits(console.width())) {
            console.print(columns.draw(console.width(), console.colours()));
        } else {
            console.print(columns.select(RANGES).draw(console.width(), console.colours()));
            console.print(columns.select(SHAPES).draw(console.width(), console.colours()));
        }
        EventTime found = time < 0
                ? EventTime.find(schema, ignored -> profile)
                : EventTime.of(schema.field(time), ignored -> profile);
        if (key < 0) {
            key = findKey(profile, found);
        }
        if (found != null && profile.rows() > 0) {
            clocks(profile, found, key);
        } else if (profile.rows() > 0) {
            console.println("\nno time column was found: none is a TIMESTAMP, or numbers named like a time; "
                    + "--time COLUMN names one");
        }
        runner.say(summary);
    }

    private Query plan(String sql) {
        Catalog known = new KnownTable(table, runner.catalog());
        return ((Statement.Select) SqlPlanner.plan(sql, known)).query();
    }

    private String heading(long rows, RunSummary summary) {
        long bytes = summary.lanes().stream()
                .mapToLong(lane -> lane.endOffset() - lane.startOffset())
                .sum();
        return String.format(
                Locale.ROOT,
                "%s: %s of %s, %.1f MB%s",
                table.name(),
                Counted.of(rows, "row"),
                Counted.of(schema.size(), "column"),
                bytes / 1e6,
                table.paths().size() == 1 ? "" : " in " + table.paths().size() + " files");
    }

    /** Reads a small table once more, for quantiles and distinct counts without an error. */
    private boolean refine(ColumnProfile profile) {
        ColumnValues values = new ColumnValues(schema);
        String sql = values.sql(TABLE);
        long most = Math.min(MOST_KEPT_VALUES, Runtime.getRuntime().maxMemory() / (4 * Long.BYTES));
        if (sql.isEmpty() || values.size(profile) > most) {
            return sql.isEmpty();
        }
        runner.runAgain(plan(sql), values, "sorting values");
        values.refine(profile);
        return true;
    }

    private BoxTable columns(ColumnProfile profile, boolean exact) {
        String approximate = exact ? "" : "approx";
        List<BoxTable.Column> headers = new ArrayList<>();
        headers.add(new BoxTable.Column("column", "", false));
        headers.add(new BoxTable.Column("type", "", false));
        headers.add(new BoxTable.Column("nulls", "", true));
        headers.add(new BoxTable.Column("distinct", approximate, true));
        for (String name : List.of("min", "p25", "median", "p75", "max", "mean", "stddev")) {
            boolean quantile = name.startsWith("p") || name.equals("median");
            headers.add(new BoxTable.Column(name, quantile ? approximate : "", true));
        }
        List<List<Cell>> rows = new ArrayList<>();
        for (int column = 0; column < schema.size(); column++) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(schema.name(column)));
            row.add(Cell.of(schema.type(column).name()));
            row.add(Cell.of(Long.toString(profile.nulls(column))));
            for (ColumnStatistic statistic : ColumnStatistic.values()) {
                if (statistic != ColumnStatistic.PRESENT) {
                    Type type = statistic == ColumnStatistic.DISTINCT ? Type.BIGINT : schema.type(column);
                    Object value = profile.value(column, statistic);
                    if (statistic == ColumnStatistic.DISTINCT && value != null) {
                        // An estimate may exceed what it estimates, but not what there is.
                        value = Math.min((Long) value, profile.count(column, ColumnStatistic.PRESENT));
                    }
                    if (type == Type.BIGINT && value instanceof Double quantile && statistic.isQuantile()) {
                        value = Math.round(quantile);
                    }
                    row.add(cell(type, value));
                }
            }
            rows.add(row);
        }
        return new BoxTable(headers, rows, List.of(), rows.size());
    }

    private static Cell cell(Type type, @Nullable Object value) {
        if (value == null) {
            return Cell.of("");
        }
        return Cell.of(
                value instanceof Double number
                        ? CellText.rounded(number)
                        : TextWidth.cut(CellText.text(type, value), TEXT_CELLS));
    }

    private void clocks(ColumnProfile profile, EventTime time, int key) {
        long most = Math.min(MOST_KEPT_TIMES, Runtime.getRuntime().maxMemory() / BYTES_PER_TIME);
        ClockProfile clocks = new ClockProfile(time.nanosPerUnit(), key >= 0, profile.rows() <= most);
        String columns = time.sql() + (key < 0 ? "" : ", " + ColumnProfile.quoted(schema.name(key)));
        // LIMIT without ORDER BY takes rows in the order of the source: clocks are looked at as they were written.
        String sql = "SELECT " + columns + " FROM " + TABLE + " LIMIT " + Long.MAX_VALUE;
        runner.runAgain(plan(sql), clocks, "looking at clocks");
        console.print("\n"
                + ClockReport.text(
                        clocks, time.name(), key < 0 ? null : schema.name(key), console.width(), console.colours()));
    }

    private int findKey(ColumnProfile profile, @Nullable EventTime time) {
        for (int column = 0; column < schema.size(); column++) {
            Type type = schema.type(column);
            long distinct = profile.count(column, ColumnStatistic.DISTINCT);
            if ((time == null || !schema.name(column).equals(time.name()))
                    && (type == Type.VARCHAR || type == Type.BIGINT)
                    && KEY_NAME.matcher(schema.name(column)).matches()
                    && distinct > 0
                    && distinct <= Math.min(MOST_KEYS, Math.max(1, profile.rows() / 3))) {
                return column;
            }
        }
        return -1;
    }
}
