package io.barograph.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Runs typical commands once, so that the launcher can have Java keep their classes for faster starts. Not a command:
 * {@code ./baro} starts it while it makes its start-up cache.
 */
public final class Training {
    private Training() {}

    /** Runs the commands in a folder that it may write to, given as the only argument. */
    public static void main(String[] arguments) {
        String file = arguments[0] + "/sensors.csv";
        for (boolean terminal : new boolean[] {true, false}) {
            run(terminal, "generate", file, "--rows", "1000");
            run(terminal, "--help");
        }
        System.exit(0);
    }

    private static void run(boolean terminal, String... line) {
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                new Console.Terminals(terminal, terminal, terminal),
                Console.DEFAULT_WIDTH,
                new io.barograph.core.engine.Cancellation());
        Baro.run(List.of(line), console);
    }
}
