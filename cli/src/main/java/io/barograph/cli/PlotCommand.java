package io.barograph.cli;

import io.barograph.cli.live.ScreenSize;
import io.barograph.cli.plot.Chart;
import io.barograph.cli.plot.ChartLoader;
import io.barograph.cli.plot.ChartQuery;
import io.barograph.cli.plot.HtmlChart;
import io.barograph.cli.plot.PngChart;
import io.barograph.cli.plot.TerminalChart;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.TimestampParser;
import io.barograph.core.text.TimestampText;
import io.barograph.core.zone.Zone;
import io.barograph.core.zone.Zones;
import io.barograph.formats.output.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code baro plot}: lines over time, on the terminal, as a page or as a picture. */
final class PlotCommand implements Command {
    private static final Option OUTPUT =
            new Option("--output", "-o", "FILE", "write a page (.html), which needs nothing else, or a picture (.png)");
    private static final Option BY = Option.of("--by", "COLUMN", "a line for each value, such as device_id");
    private static final Option ON =
            new Option("--on", null, "COLUMNS", "what to draw: names with commas between them (all numbers)", true);
    private static final Option TIME =
            Option.of("--time", "COLUMN", "the time: a TIMESTAMP, or seconds, ms, us or ns since 1970");
    private static final Option WHERE = Option.of("--where", "CONDITION", "draw only rows for which it is true");
    private static final Option FROM = Option.of("--from", "TIME", "draw rows from here on, as in '2024-03-01 06:00'");
    private static final Option TO = Option.of("--to", "TIME", "draw rows before it");
    private static final Option MARK =
            Option.of("--mark", "CONDITION", "mark values in red: a BOOLEAN column or a condition");
    private static final Option DETECT =
            Option.flag("--detect", "mark anomalies and say why; so do --detector and --set");
    private static final Option LINES = Option.of("--lines", "N", "lines per panel at most (8)");
    private static final Option ZONE = Option.of(
            DetectorOptions.ZONE.name(), "ZONE", "the clock of the axis, --from, --to and the hours of --detect (UTC)");
    private static final Option WIDTH =
            Option.of("--width", "N", "cells of the terminal, or pixels of the picture (1200)");
    private static final Option HEIGHT =
            Option.of("--height", "N", "lines of the terminal, or pixels of the picture (240 per panel)");

    private static final int DEFAULT_LINES = 8;
    private static final int MOST_LINES = 64;
    /** Panels where --on does not choose. */
    private static final int MOST_PANELS = 6;

    private static final int PICTURE_WIDTH = 1200;
    private static final int PANEL_HEIGHT = 240;
    private static final int LEAST_PIXELS = 100;
    private static final int MOST_PIXELS = 16_384;
    private static final int LEAST_CELLS = 20;
    private static final int MOST_CELLS = 1_000;
    /** The width without a terminal: of a text in a mail, or a file. */
    private static final int TEXT_WIDTH = 100;

    private static final String OTHER_NAME = "chart.html";

    /** Where the chart goes. */
    private enum Form {
        TERMINAL,
        HTML,
        PNG
    }

    @Override
    public String name() {
        return "plot";
    }

    @Override
    public String summary() {
        return "lines over time: on the terminal, as a page (.html) or a picture (.png)";
    }

    @Override
    public List<String> usage() {
        return List.of("baro plot FILE|\"SELECT …\" [--by KEY] [--on COLUMNS] [--detect] [-o FILE]");
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(
                OUTPUT,
                BY,
                ON,
                TIME,
                WHERE,
                FROM,
                TO,
                MARK,
                DETECT,
                DetectorOptions.DETECTOR,
                DetectorOptions.SET,
                LINES,
                ZONE,
                WIDTH,
                HEIGHT,
                QueryCommand.FILE,
                QueryText.INIT));
        options.addAll(CommonOptions.ofRuns());
        return options;
    }

    @Override
    public String details() {
        return """
                Rows, however many, are reduced to the pixels in one pass, so that every pixel is as if each row had been
                drawn. A line is broken where more than five of its usual intervals pass without a value.

                  baro plot sensors.csv --by device_id --on temperature,humidity
                  baro plot sensors.csv --by device_id --detect -o sensors.html
                  baro plot sensors.csv --by device_id --mark "temperature > 29.5" -o sensors.html
                  baro plot "SELECT window_start, avg(temperature) AS mean
                             FROM TABLE(TUMBLE(TABLE 'sensors.csv', DESCRIPTOR(timestamp), INTERVAL '1' HOUR))
                             GROUP BY window_start, window_end" -o hourly.png
                """;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        Form form = form(arguments);
        String zoneName = arguments.value(ZONE);
        Zone zone = zoneName == null ? Zone.UTC : Zones.of(zoneName);
        Long from = time(arguments, FROM, zone);
        Long to = time(arguments, TO, zone);
        if (from != null && to != null && from >= to) {
            throw Arguments.invalid("--from is not before --to: nothing lies between");
        }
        boolean isFile = !arguments.has(QueryCommand.FILE) && !isQuery(arguments.operand("FILE or query"));
        String operand = isFile ? arguments.operand("FILE") : QueryCommand.queryText(arguments, console);
        QueryText text = QueryText.of(arguments, isFile && arguments.has(QueryText.INIT) ? all(operand) : operand);
        try (Runner runner = new Runner(arguments, console)) {
            PlotSource source;
            try {
                source = isFile && !arguments.has(QueryText.INIT)
                        ? PlotSource.ofFile(operand, runner)
                        : PlotSource.ofQuery(text.whole(), runner);
            } catch (BarographException e) {
                return text.report(e, console);
            }
            String mark = mark(arguments, source);
            for (Option option : List.of(WHERE, MARK)) {
                String condition = option == MARK ? mark : arguments.value(option);
                try {
                    if (condition != null) {
                        source.check(condition, option);
                    }
                } catch (BarographException e) {
                    return Failure.report(e, condition, console);
                }
            }
            PlotQueries queries = new PlotQueries(source, runner);
            PlotColumns columns = PlotColumns.choose(
                    source, arguments.value(TIME), arguments.value(BY), names(arguments), MOST_PANELS, queries);
            columns.notes().forEach(note -> console.err().println("note: " + note));
            ChartQuery query = new ChartQuery(
                    source.relation(),
                    columns.time(),
                    columns.key(),
                    columns.metrics(),
                    arguments.value(WHERE),
                    from,
                    to,
                    mark);
            draw(form, query, source.title(), zone, queries, arguments, console);
            queries.report();
        }
        return 0;
    }

    private static void draw(
            Form form,
            ChartQuery query,
            String title,
            Zone zone,
            PlotQueries queries,
            Arguments arguments,
            Console console)
            throws IOException {
        int lines = (int) arguments.number(LINES, DEFAULT_LINES, 1, MOST_LINES);
        int panels = query.metrics().size();
        ChartLoader loader = new ChartLoader(queries);
        switch (form) {
            case TERMINAL -> {
                boolean isTerminal = console.terminals().out();
                int width = isTerminal ? console.width() : TEXT_WIDTH;
                int height = isTerminal ? ScreenSize.atStart(console).height() : 0;
                TerminalChart picture = new TerminalChart(
                        (int) arguments.number(WIDTH, width, LEAST_CELLS, MOST_CELLS),
                        (int) arguments.number(HEIGHT, height, 1, MOST_CELLS),
                        console.colours());
                ChartLoader.Wish wish = new ChartLoader.Wish(picture.columns(), lines, false, TerminalChart.EXPLAINED);
                Chart chart = load(loader, query, title, zone, wish, arguments, console);
                console.print(picture.draw(chart));
            }
            case HTML -> {
                HtmlChart page = new HtmlChart(
                        (int) arguments.number(WIDTH, 0, LEAST_PIXELS, MOST_PIXELS),
                        (int) arguments.number(HEIGHT, (long) PANEL_HEIGHT * panels, LEAST_PIXELS, MOST_PIXELS)
                                / panels);
                int columns = HtmlChart.columns(panels * (query.key() == null ? 1 : lines));
                ChartLoader.Wish wish = new ChartLoader.Wish(columns, lines, true, HtmlChart.EXPLAINED);
                Chart chart = load(loader, query, title, zone, wish, arguments, console);
                write(arguments, console, file -> file.write(page.draw(chart)));
            }
            case PNG -> {
                PngChart picture =
                        new PngChart((int) arguments.number(WIDTH, PICTURE_WIDTH, LEAST_PIXELS, MOST_PIXELS), (int)
                                arguments.number(HEIGHT, 0, LEAST_PIXELS, MOST_PIXELS));
                ChartLoader.Wish wish = new ChartLoader.Wish(picture.columns(), lines, false, PngChart.EXPLAINED);
                Chart chart = load(loader, query, title, zone, wish, arguments, console);
                write(arguments, console, file -> writePicture(picture, chart, file));
            }
        }
    }

    private static Chart load(
            ChartLoader loader,
            ChartQuery query,
            String title,
            Zone zone,
            ChartLoader.Wish wish,
            Arguments arguments,
            Console console) {
        boolean isDetecting =
                arguments.has(DETECT) || arguments.has(DetectorOptions.DETECTOR) || arguments.has(DetectorOptions.SET);
        String detector = isDetecting ? DetectorOptions.sql(arguments) : null;
        Chart chart = loader.load(query, detector, title, zone, wish);
        loader.notes().forEach(note -> console.err().println("note: " + note));
        return chart;
    }

    private interface Writer {
        void write(AtomicFile file) throws IOException;
    }

    private static void write(Arguments arguments, Console console, Writer writer) throws IOException {
        String name = String.valueOf(arguments.value(OUTPUT));
        try (AtomicFile file = AtomicFile.create(name)) {
            writer.write(file);
            file.commit();
        }
        if (console.terminals().err()) {
            console.err().println("chart in " + name);
        }
    }

    private static void writePicture(PngChart picture, Chart chart, AtomicFile file) throws IOException {
        try (OutputStream out = file.stream()) {
            picture.write(chart, out);
        } catch (LinkageError | InternalError | NullPointerException e) {
            // So the JDK says that it has no java.desktop, no library for fonts, or no font.
            throw new BarographException(
                    ErrorCode.UNAVAILABLE,
                    "this Java cannot draw pictures (" + e + "): it lacks java.desktop, or there are no fonts; install"
                            + " a full JDK, and fontconfig with a font, or write a page with -o " + OTHER_NAME,
                    e);
        }
    }

    private static Form form(Arguments arguments) {
        String file = arguments.value(OUTPUT);
        if (file == null) {
            return Form.TERMINAL;
        }
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".html") || name.endsWith(".htm")) {
            return Form.HTML;
        }
        if (name.endsWith(".png")) {
            return Form.PNG;
        }
        throw Arguments.invalid("cannot draw '" + file + "': end its name with .html or .png");
    }

    private static boolean isQuery(String operand) {
        return operand.equals("-") || PlotSource.isQuery(operand);
    }

    /** A query for all rows of a table that {@code --init} declares, or of a file. */
    private static String all(String table) {
        return "SELECT * FROM " + (table.matches("[\\w$]+") ? table : "'" + table.replace("'", "''") + "'");
    }

    private static @Nullable Long time(Arguments arguments, Option option, Zone zone) {
        if (!arguments.has(option)) {
            return null;
        }
        return arguments.value(option, 0L, "a time such as '2024-03-01' or '2024-03-01 06:00'", text -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            long nanos = new TimestampParser(zone).parse(bytes, 0, bytes.length);
            if (nanos == TimestampText.INVALID) {
                throw new IllegalArgumentException(text);
            }
            return nanos;
        });
    }

    /** The condition of what is marked: a column's name is one too. */
    private static @Nullable String mark(Arguments arguments, PlotSource source) {
        String mark = arguments.value(MARK);
        if (mark == null || source.schema().names().stream().noneMatch(mark::equalsIgnoreCase)) {
            return mark;
        }
        int column = source.column(mark);
        Type type = source.schema().type(column);
        if (type != Type.BOOLEAN) {
            throw Arguments.invalid("--mark takes a BOOLEAN column or a condition, and '" + mark + "' is " + type
                    + "; compare it, as in --mark \"" + mark + " > 40\"");
        }
        return source.quoted(column);
    }

    private static List<String> names(Arguments arguments) {
        return arguments.all(ON).stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
