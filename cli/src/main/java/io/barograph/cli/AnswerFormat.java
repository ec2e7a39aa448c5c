package io.barograph.cli;

import io.barograph.cli.render.RowWindow;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms in which an answer can be written. */
enum AnswerFormat {
    /** A table for people. */
    BOX(""),
    CSV(".csv"),
    /** One array of objects. */
    JSON(".json"),
    /** One object a line. */
    JSONL(".jsonl"),
    /** A table for documents. */
    MARKDOWN(".md"),
    /** A line chart for people: the first column across, each other numeric one in a chart of its own. */
    CHART("");

    static final Option OUTPUT =
            new Option("--output", "-o", "FILE", "write the answer to a .csv, .json, .jsonl or .md file");
    private static final Option FORMAT =
            Option.of("--format", "FORM", "box, csv, json, jsonl, markdown or chart (box on a terminal, else csv)");
    private static final Option MAX_ROWS =
            Option.of("--max-rows", "N", "rows that a box shows: a number or 'all' (40)");
    private static final int DEFAULT_ROWS = 40;

    private final String suffix;

    AnswerFormat(String suffix) {
        this.suffix = suffix;
    }

    /** The options that choose form and place. */
    static List<Option> options() {
        return List.of(OUTPUT, FORMAT, MAX_ROWS);
    }

    /** Opens what the command line asks for. */
    static AnswerOutput open(Arguments arguments, Console console) {
        @Nullable String file = arguments.value(OUTPUT);
        AnswerFormat byDefault =
                file != null ? ofFile(file) : console.terminals().out() ? BOX : CSV;
        AnswerFormat format = arguments.value(FORMAT, byDefault, "one of " + names(), AnswerFormat::ofName);
        if (file != null && byDefault == BOX && !arguments.has(FORMAT)) {
            throw Arguments.invalid("cannot tell the form of '" + file + "' by its name; end it with "
                    + ".csv, .json, .jsonl or .md, or give --format");
        }
        if (file != null && format == CHART) {
            throw Arguments.invalid("a chart is for a terminal, not for a file; leave --output away");
        }
        int rows = arguments.value(MAX_ROWS, DEFAULT_ROWS, "a number of rows or 'all'", AnswerFormat::rows);
        return switch (format) {
            case BOX -> new TableOutput(file, new RowWindow(rows), false, console);
            case MARKDOWN -> new TableOutput(file, new RowWindow(Integer.MAX_VALUE), true, console);
            case CHART -> new ChartOutput(console);
            case CSV, JSON, JSONL -> new StreamOutput(file, format, console);
        };
    }

    private static AnswerFormat ofFile(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> !format.suffix.isEmpty() && lower.endsWith(format.suffix))
                .findFirst()
                .orElse(BOX);
    }

    private static AnswerFormat ofName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static String names() {
        return String.join(
                ", ",
                Arrays.stream(values())
                        .map(f -> f.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static int rows(String text) {
        if (text.equals("all")) {
            return Integer.MAX_VALUE;
        }
        int rows = Integer.parseInt(text.replace("_", ""));
        if (rows < 1) {
            throw new IllegalArgumentException(text);
        }
        return rows;
    }
}
