package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The whole command within the test's process: what it is given, and what it said. */
final class Session {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private byte[] input = {};
    private boolean typed;
    private boolean terminal;
    private int width = 100;
    private OutputStream target = out;
    private Map<String, String> environment = Map.of("NO_COLOR", "1");
    private final Cancellation cancellation = new Cancellation();

    Session withInput(String text) {
        return withInput(text.getBytes(StandardCharsets.UTF_8));
    }

    Session withInput(byte[] bytes) {
        input = bytes;
        return this;
    }

    /** Standard input is a terminal. */
    Session typed() {
        typed = true;
        return this;
    }

    /** Standard output and standard error are a terminal of this width. */
    Session onTerminal(int cells) {
        terminal = true;
        width = cells;
        return this;
    }

    Session withColours() {
        environment = Map.of();
        return this;
    }

    /** Standard output's reader goes away after the first write. */
    Session withReaderThatLeaves() {
        target = new OutputStream() {
            private boolean gone;

            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (gone) {
                    throw new IOException("Broken pipe");
                }
                out.write(bytes, offset, length);
                gone = true;
            }
        };
        return this;
    }

    /** Standard output has a defect: what is written to it ends in this exception. */
    Session withDefect(RuntimeException defect) {
        target = new OutputStream() {
            @Override
            public void write(int value) {
                defect.fillInStackTrace();
                throw defect;
            }
        };
        return this;
    }

    Session cancelled() {
        cancellation.request();
        return this;
    }

    /** Runs a command line; returns the exit status. */
    int run(String... line) {
        out.reset();
        err.reset();
        Console console = new Console(
                new ByteArrayInputStream(input),
                target,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                new Console.Terminals(typed, terminal, terminal),
                width,
                cancellation);
        return Baro.run(List.of(line), console);
    }

    /** What {@code baro engines} says of a GPU: {@code works: …}, or {@code none: …}. */
    String gpu() {
        run("engines");
        return out().lines()
                .filter(line -> line.startsWith("gpu "))
                .findFirst()
                .orElseThrow()
                .substring(10);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
