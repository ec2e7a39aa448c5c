package io.barograph.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code baro} alone: the interactive shell; without a terminal, the statements of standard input. */
final class ShellCommand implements Command {
    private static final String START_FILE = ".barographrc";

    @Override
    public String name() {
        return "shell";
    }

    @Override
    public String summary() {
        return "the interactive shell; also: baro < FILE.sql";
    }

    @Override
    public List<String> usage() {
        return List.of("baro");
    }

    @Override
    public List<Option> options() {
        return new ArrayList<>(
                List.of(QueryText.INIT, CommonOptions.THREADS, CommonOptions.MEMORY, CommonOptions.STRICT));
    }

    @Override
    public String details() {
        return DotCommands.help();
    }

    /** What every shell of a person begins with, if it is there. */
    static Optional<String> startFile(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("HOME"))
                .filter(home -> !home.isEmpty())
                .map(home -> Path.of(home, START_FILE))
                .filter(Files::isReadable)
                .map(Path::toString);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        try (Runner runner = new Runner(arguments, console)) {
            Shell shell = new Shell(runner, console);
            String init = arguments.value(QueryText.INIT);
            int status = init == null ? 0 : shell.run(DotCommands.file(init));
            if (status != 0) {
                return status;
            }
            boolean person = console.terminals().in() && console.terminals().out();
            if (!person) {
                runner.pipes()
                        .refuseInput(
                                "the statements come by it; give them as an argument, baro \"SELECT …\", or in a file, baro"
                                        + " run FILE.sql, and the rows by standard input");
            }
            if (person) {
                // What is wrong in it is said, and keeps nobody out.
                startFile(console.environment()).ifPresent(file -> shell.run(DotCommands.file(file)));
            }
            try (ShellInput input = person ? LineEditor.open(shell, console) : ShellInput.of(console)) {
                return shell.run(input);
            }
        }
    }
}
