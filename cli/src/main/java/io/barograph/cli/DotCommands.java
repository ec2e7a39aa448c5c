package io.barograph.cli;

import io.barograph.core.column.Field;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.sql.Statement;
import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The shell's own commands: {@code .mode csv}. */
final class DotCommands {
    /** A command, for its help. */
    record Usage(String name, String arguments, String help) {}

    static final List<Usage> ALL = List.of(
            new Usage(".help", "", "this list"),
            new Usage(".tables", "", "tables that were declared, and files of this folder that are tables"),
            new Usage(".schema", "TABLE", "the columns of a table, file or view"),
            new Usage(
                    ".mode",
                    "[FORM]",
                    "how answers look: box, line, csv, tsv, json, jsonl, markdown, chart; alone: as by default"),
            new Usage(".maxrows", "[N|all]", "rows that a box or lines show; alone: 40"),
            new Usage(".timer", "on|off", "say how long each statement took"),
            new Usage(".output", "[FILE]", "answers go to a file, by its ending; alone: to the screen again"),
            new Usage(".once", "FILE", "the next answer alone goes to a file, by its ending"),
            new Usage(".read", "FILE", "run the statements of a file"),
            new Usage(".quit", "", "leave; so do .exit, quit and Ctrl-D"));

    /** Words that people type to leave a shell, or to learn how, alone and without a dot. */
    private static final Set<String> BARE = Set.of("quit", "exit", "help");

    private final Shell shell;

    DotCommands(Shell shell) {
        this.shell = shell;
    }

    /** Whether a text is a command, and no SQL. */
    static boolean isCommand(String text) {
        String line = text.strip();
        return line.startsWith(".") || BARE.contains(withoutEnd(line).toLowerCase(Locale.ROOT));
    }

    private static String withoutEnd(String line) {
        return line.endsWith(";") ? line.substring(0, line.length() - 1).strip() : line;
    }

    /** Runs a command; returns an exit status. */
    int run(String line, ShellInput input) {
        String text = withoutEnd(line);
        if (!text.startsWith(".")) {
            text = "." + text.toLowerCase(Locale.ROOT);
        }
        int blank = text.indexOf(' ');
        String name = blank < 0 ? text : text.substring(0, blank);
        String argument = blank < 0 ? "" : unquoted(text.substring(blank + 1).strip());
        ShellSettings settings = shell.settings();
        switch (name) {
            case ".help" -> shell.console().print(help());
            case ".tables" -> tables();
            case ".schema" -> schema(argument);
            case ".mode" -> settings.setMode(argument.isEmpty() ? null : argument);
            case ".maxrows" -> settings.setMaxRows(argument.isEmpty() ? null : argument);
            case ".timer" -> settings.setTimer(onOrOff(argument));
            case ".output" -> settings.setOutput(argument.isEmpty() || argument.equals("stdout") ? null : argument);
            case ".once" -> settings.setOnce(needed(argument, ".once needs a file, as in .once answer.csv"));
            case ".read" -> {
                String file = needed(argument, ".read needs a file, as in .read views.sql");
                return shell.run(input.isInteractive() ? within(file, input) : file(file));
            }
            case ".quit", ".exit" -> shell.leave();
            default -> throw unknown(name);
        }
        return 0;
    }

    private static BarographException unknown(String name) {
        List<String> names = ALL.stream().map(Usage::name).toList();
        return new BarographException(
                ErrorCode.SYNTAX_ERROR, "there is no command " + name + NearNames.hint(name, names, "commands"));
    }

    static String help() {
        StringBuilder text = new StringBuilder();
        for (Usage usage : ALL) {
            String left = usage.name() + " " + usage.arguments();
            text.append("  ")
                    .append(left)
                    .append(" ".repeat(20 - left.length()))
                    .append(usage.help())
                    .append('\n');
        }
        return text.append(
                        "SQL ends with a semicolon and may take several lines. Tab completes, Ctrl-R finds what was typed before,\n")
                .append("Ctrl-C cancels a query.\n")
                .toString();
    }

    private void tables() {
        TreeSet<String> names = new TreeSet<>(shell.session().names());
        FolderTables.of(Path.of("")).forEach(file -> names.add("'" + file + "'"));
        shell.console().print(names.stream().map(name -> name + "\n").collect(Collectors.joining()));
    }

    private void schema(String table) {
        needed(table, ".schema needs a table, as in .schema sensors.csv");
        boolean known = shell.session().names().stream().anyMatch(table::equalsIgnoreCase);
        Statement described =
                shell.session().copy().bind("DESCRIBE " + (known ? table : "'" + table.replace("'", "''") + "'"));
        List<Field> fields = described instanceof Statement.Describe describe
                ? describe.table().schema().fields()
                : ((Statement.DescribeQuery) described).query().root().schema().fields();
        shell.console()
                .print(fields.stream()
                        .map(field -> field.name() + " " + field.type().name() + "\n")
                        .collect(Collectors.joining()));
    }

    /** A file's statements; the first error ends it. */
    static ShellInput file(String name) {
        return ShellInput.of(new BufferedReader(new StringReader(QueryCommand.readFile(name))), name);
    }

    /** A file's statements, which Ctrl-C can cancel as if they were typed; the first error ends the file. */
    private static ShellInput within(String name, ShellInput outer) {
        ShellInput lines = file(name);
        return new ShellInput() {
            @Override
            public @org.jspecify.annotations.Nullable String next() {
                return lines.next();
            }

            @Override
            public int width(int otherwise) {
                return outer.width(otherwise);
            }

            @Override
            public boolean isInteractive() {
                return false;
            }

            @Override
            public void cancellable(io.barograph.core.engine.Cancellation cancellation, Runnable statement) {
                outer.cancellable(cancellation, statement);
            }

            @Override
            public int report(BarographException failure, String text, Console console) {
                return lines.report(failure, text, console);
            }

            @Override
            public void close() {}
        };
    }

    private static String needed(String argument, String otherwise) {
        if (argument.isEmpty()) {
            throw new BarographException(ErrorCode.SYNTAX_ERROR, otherwise);
        }
        return argument;
    }

    private static boolean onOrOff(String argument) {
        return switch (argument) {
            case "on" -> true;
            case "off" -> false;
            default ->
                throw new BarographException(ErrorCode.SYNTAX_ERROR, ".timer is on or off, not '" + argument + "'");
        };
    }

    private static String unquoted(String argument) {
        boolean quoted = argument.length() > 1
                && argument.charAt(0) == argument.charAt(argument.length() - 1)
                && (argument.charAt(0) == '\'' || argument.charAt(0) == '"');
        return quoted ? argument.substring(1, argument.length() - 1) : argument;
    }
}
