package io.barograph.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.cli.Baro;
import io.barograph.cli.Console;
import io.barograph.core.engine.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The command as a user runs it, in this process. */
final class Command {
    private Command() {}

    /** Runs a command line that must succeed; gives what it wrote to standard output and standard error. */
    static Output run(String... line) {
        Run run = start(line);
        assertThat(run.status)
                .as("%s%n%s", String.join(" ", line), run.messages)
                .isZero();
        return new Output(run.answer, run.messages);
    }

    /** Runs a command line that must fail, and not by a defect; gives what it wrote to standard error. */
    static String fail(String... line) {
        Run run = start(line);
        assertThat(run.status).as("%s%n%s", String.join(" ", line), run.answer).isNotZero();
        assertThat(run.messages).doesNotContain("\tat ").doesNotContain("defect");
        return run.messages;
    }

    private record Run(int status, String answer, String messages) {}

    private static Run start(String... line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Baro.run(
                List.of(line),
                new Console(
                        InputStream.nullInputStream(),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of("NO_COLOR", "1"),
                        new Console.Terminals(false, false, false),
                        Console.DEFAULT_WIDTH,
                        new Cancellation()));
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    record Output(String answer, String messages) {
        /** The rows of an answer in CSV without quotes, cell by cell, the header left out. */
        List<String[]> rows() {
            return answer.lines().skip(1).map(line -> line.split(",", -1)).toList();
        }
    }
}
