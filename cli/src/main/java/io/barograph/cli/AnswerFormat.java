package io.barograph.cli;

import io.barograph.cli.render.LineRows;
import io.barograph.cli.render.MarkdownTable;
import io.barograph.cli.render.RowWindow;
import io.barograph.core.engine.OutputFormat;
import io.barograph.core.error.NearNames;
import io.barograph.formats.output.OutputFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The form in which an answer is shown or written, as the command line chooses it. */
final class AnswerFormat {
    static final Option OUTPUT = new Option(
            "--output",
            "-o",
            "FILE",
            "write the answer to a file: .csv, .tsv, .json, .jsonl (also .gz), .parquet, .arrow or .md");
    static final Option FORMAT = Option.of(
            "--format", "FORM", "box, line, csv, tsv, json, jsonl, markdown or chart (box on a terminal, else csv)");
    private static final Option MAX_ROWS =
            Option.of("--max-rows", "N", "rows that a box or lines show: a number or 'all' (40)");
    private static final int DEFAULT_ROWS = 40;
    private static final String MARKDOWN_ENDING = ".md";

    /** The forms that people look at. All others are {@link OutputFormat}s. */
    private enum Picture {
        /** A table. */
        BOX,
        /** A line per value. */
        LINE,
        /** A table for documents. */
        MARKDOWN,
        /** A line chart: the first column across, each other numeric one in a chart of its own. */
        CHART
    }

    private AnswerFormat() {}

    /** The options that choose form and place. */
    static List<Option> options() {
        return List.of(OUTPUT, FORMAT, MAX_ROWS);
    }

    /** The options that choose the form of answers that are shown. */
    static List<Option> ofAnswers() {
        return List.of(FORMAT, MAX_ROWS);
    }

    /** Refuses a form, or a number of rows, that there is none of. */
    static void check(Arguments arguments) {
        @Nullable String form = arguments.value(FORMAT);
        if (form != null && picture(form) == null) {
            ofName(form);
        }
        arguments.value(MAX_ROWS, DEFAULT_ROWS, "a number of rows or 'all'", AnswerFormat::rows);
    }

    /** Refuses, for a screen, a form that is no text. */
    static void checkShown(String form) {
        if (OutputFormats.names().stream().anyMatch(form::equalsIgnoreCase)
                && !OutputFormats.named(form).isText()) {
            throw Arguments.invalid(form + " is no text for a screen; name a file: .output answer"
                    + OutputFormats.named(form).endings().get(0));
        }
    }

    /** Refuses a file of this machine whose folder is not there. */
    static void checkFile(String file) {
        @Nullable
        Path folder =
                file.contains("://") ? null : Path.of(file).toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw Arguments.invalid("cannot write to '" + file + "': its folder does not exist");
        }
    }

    /** Whether the command line says in which form an answer is wanted, or where. */
    static boolean isChosen(Arguments arguments) {
        return arguments.has(OUTPUT) || arguments.has(FORMAT);
    }

    /** Whether a file's ending says in which form it is written. */
    static boolean isToldBy(String file) {
        return isMarkdown(file) || OutputFormats.ofFile(file).isPresent();
    }

    private static boolean isMarkdown(String file) {
        return file.toLowerCase(Locale.ROOT).endsWith(MARKDOWN_ENDING);
    }

    /** Opens what the command line asks for. */
    static AnswerOutput open(Arguments arguments, Console console) {
        return open(arguments.value(OUTPUT), arguments.value(FORMAT), arguments, console);
    }

    /** Opens what is shown beside a file that the command line's form is for: a table on a terminal, else CSV. */
    static AnswerOutput openBeside(Arguments arguments, Console console) {
        return open(null, null, arguments, console);
    }

    private static AnswerOutput open(
            @Nullable String file, @Nullable String form, Arguments arguments, Console console) {
        Picture picture = form == null ? null : picture(form);
        if (form == null && file != null && isMarkdown(file)
                || form == null && file == null && console.terminals().out()) {
            picture = file == null ? Picture.BOX : Picture.MARKDOWN;
        }
        int rows = arguments.value(MAX_ROWS, DEFAULT_ROWS, "a number of rows or 'all'", AnswerFormat::rows);
        if (picture == null) {
            return new StreamOutput(file, format(file, form, console), console);
        }
        return switch (picture) {
            case BOX ->
                new TableOutput(
                        file, new RowWindow(rows), (table, colours) -> table.draw(console.width(), colours), console);
            case LINE -> new TableOutput(file, new RowWindow(rows), (table, colours) -> LineRows.draw(table), console);
            case MARKDOWN ->
                new TableOutput(
                        file, new RowWindow(Integer.MAX_VALUE), (table, colours) -> MarkdownTable.draw(table), console);
            case CHART -> {
                if (file != null) {
                    throw Arguments.invalid("a chart is for a terminal, not for a file; leave --output away");
                }
                yield new ChartOutput(console);
            }
        };
    }

    private static OutputFormat format(@Nullable String file, @Nullable String form, Console console) {
        if (form == null) {
            return file == null ? OutputFormats.named("csv") : ofFile(file);
        }
        OutputFormat format = ofName(form);
        if (file == null && !format.isText() && console.terminals().out()) {
            throw Arguments.invalid(format.name() + " is no text for a terminal; write it to a file with --output, or"
                    + " into a pipe");
        }
        return file == null ? format : OutputFormats.named(form, file);
    }

    private static OutputFormat ofFile(String file) {
        return OutputFormats.ofFile(file).orElseThrow(() -> {
            List<String> endings = new ArrayList<>(OutputFormats.endings());
            return Arguments.invalid("cannot tell the form of '" + file + "' by its name; end it with "
                    + String.join(", ", endings) + " or " + MARKDOWN_ENDING
                    + ", texts such as .csv also with .gz or .zst behind it, or give --format");
        });
    }

    /** Refuses what is no form, in the words of who was given it. */
    static void checkForm(String form, String asker) {
        List<String> names = new ArrayList<>(Arrays.stream(Picture.values())
                .map(picture -> picture.name().toLowerCase(Locale.ROOT))
                .toList());
        names.addAll(OutputFormats.names());
        if (!names.contains(form.toLowerCase(Locale.ROOT))) {
            throw Arguments.invalid(asker + " expects one of " + String.join(", ", names) + ", not '" + form + "'"
                    + NearNames.didYouMean(form, names));
        }
    }

    private static OutputFormat ofName(String form) {
        checkForm(form, "option " + FORMAT.name());
        return OutputFormats.named(form);
    }

    private static @Nullable Picture picture(String form) {
        for (Picture picture : Picture.values()) {
            if (picture.name().equalsIgnoreCase(form)) {
                return picture;
            }
        }
        return null;
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
