package io.barograph.cli;

import java.util.ArrayList;
import java.util.List;

/** {@code baro} alone: the interactive shell; without a terminal, the statements of standard input. */
final class ShellCommand implements Command {
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
            try (ShellInput input = person ? LineEditor.open(shell, console) : ShellInput.of(console)) {
                return shell.run(input);
            }
        }
    }
}
