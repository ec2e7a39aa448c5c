package io.barograph.cli;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command: finds what is to be done, does it, and turns failures into messages and exit statuses. */
public final class Baro {
    /** In the order of the overview. */
    static final List<Command> COMMANDS = List.of(
            new QueryCommand(),
            new RunCommand(),
            new ServeCommand(),
            new SummarizeCommand(),
            new PlotCommand(),
            new DetectCommand(),
            new DiscordsCommand(),
            new CorrelateCommand(),
            new GenerateCommand(),
            new VerifyCommand(),
            new EnginesCommand(),
            new DemoCommand(),
            new SessionCommand(),
            new ShellCommand());

    private static final Option HELP = new Option("--help", "-h", null, "show this help");

    private Baro() {}

    /**
     * Runs a command line within this process.
     *
     * @return the exit status: 0, or 1 where the run failed, 2 where the command or query is wrong, 3 where a resource or
     *     an outside system failed, 130 where it was cancelled
     */
    public static int run(List<String> line, Console console) {
        @Nullable Command command = null;
        try {
            Console shell = line.isEmpty() ? withStatements(console) : null;
            if (shell != null) {
                return new ShellCommand().run(Arguments.parse(line, List.of()), shell);
            }
            if (line.isEmpty() || line.get(0).equals("--help") || line.get(0).equals("-h")) {
                console.print(Help.overview(COMMANDS));
                return 0;
            }
            if (line.get(0).equals("--version") || line.get(0).equals("-V")) {
                console.println(Version.line());
                return 0;
            }
            if (line.get(0).equals("help")) {
                return line.size() == 1
                        ? run(List.of("--help"), console)
                        : run(List.of(line.get(1), "--help"), console);
            }
            command = commandOf(line.get(0));
            List<String> rest = command.name().equals(line.get(0)) ? line.subList(1, line.size()) : line;
            List<Option> options = new ArrayList<>(command.options());
            options.add(HELP);
            Arguments arguments = Arguments.parse(rest, options);
            if (arguments.has(HELP)) {
                console.print(Help.of(command, options));
                return 0;
            }
            return command.run(arguments, console);
        } catch (OutputClosedException e) {
            return 0;
        } catch (BarographException e) {
            return e.code() == ErrorCode.INTERNAL
                    ? Failure.reportDefect(e, DefectReport.ofLine(line), console)
                    : Failure.report(e, console);
        } catch (OutOfMemoryError e) {
            return Failure.report(Failure.outOfMemory(e), console);
        } catch (Throwable e) {
            return Failure.reportDefect(e, DefectReport.ofLine(line), console);
        }
    }

    /** As {@link Command#secondsToEnd} of the command that a line names; of the first for a line that names none. */
    static int secondsToEnd(List<String> line) {
        String word = line.isEmpty() ? "" : line.get(0);
        return COMMANDS.stream()
                .filter(command -> command.name().equals(word))
                .findFirst()
                .orElse(COMMANDS.get(0))
                .secondsToEnd();
    }

    private static Command commandOf(String word) {
        for (Command command : COMMANDS) {
            if (command.name().equals(word)) {
                return command;
            }
        }
        // A query is more than a word; so is whatever follows an option.
        if (word.startsWith("-") || !word.strip().matches("\\S+") || word.equals("SELECT")) {
            return COMMANDS.get(0);
        }
        if (Files.exists(Path.of(word))) {
            throw Arguments.invalid("'" + word + "' is a file; what is to be done with it? baro summarize " + word
                    + ", or baro \"SELECT * FROM '" + word + "'\"");
        }
        String meant =
                NearNames.didYouMean(word, COMMANDS.stream().map(Command::name).toList());
        throw Arguments.invalid("there is no command '" + word + "'" + (meant.isEmpty() ? "; see baro --help" : meant));
    }

    /** The console where somebody types at a terminal, or something comes by a pipe; else null. */
    private static @Nullable Console withStatements(Console console) throws IOException {
        if (console.terminals().in()) {
            return console.terminals().out() ? console : null;
        }
        PushbackInputStream in = new PushbackInputStream(console.in());
        int first = in.read();
        if (first < 0) {
            return null;
        }
        in.unread(first);
        return new Console(
                in,
                console.out(),
                console.err(),
                console.environment(),
                console.terminals(),
                console.width(),
                console.cancellation());
    }
}
