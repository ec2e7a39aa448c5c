package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import io.barograph.formats.output.ExplainedStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * All that a command sees of the world around it.
 *
 * @param in standard input
 * @param out standard output: answers, and nothing else. Unbuffered; who writes much buffers it
 * @param err standard error: progress, summaries, messages
 * @param environment the environment's variables
 * @param terminals which of the three are terminals
 * @param width of the terminal in cells
 * @param cancellation requested by Ctrl-C
 */
public record Console(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Map<String, String> environment,
        Terminals terminals,
        int width,
        Cancellation cancellation) {
    /** The width that is assumed where none is known: a file's, or a pager's. */
    public static final int DEFAULT_WIDTH = 120;

    private static final int NARROWEST = 20;

    /** Which of the standard streams are terminals, that is, read by a person. */
    public record Terminals(boolean in, boolean out, boolean err) {}

    /** The process's own console; the launcher passes on, as properties, what only a shell can tell. */
    public static Console ofProcess() {
        return new Console(
                System.in,
                new java.io.FileOutputStream(java.io.FileDescriptor.out),
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                new Terminals(
                        Boolean.getBoolean("baro.stdin.terminal"),
                        Boolean.getBoolean("baro.stdout.terminal"),
                        Boolean.getBoolean("baro.stderr.terminal")),
                Math.max(NARROWEST, Integer.getInteger("baro.width", DEFAULT_WIDTH)),
                new Cancellation());
    }

    /** The same, with answers to another stream, which is no terminal. */
    Console to(OutputStream other) {
        return new Console(
                in,
                other,
                err,
                environment,
                new Terminals(terminals.in(), false, terminals.err()),
                width,
                cancellation);
    }

    /** Whether standard output may carry colours (see no-color.org). */
    public boolean colours() {
        return terminals.out() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Whether standard error may carry colours. */
    public boolean errorColours() {
        return terminals.err() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Standard output, with failures that say what they mean. */
    public OutputStream stream() {
        return new ExplainedStream(out, OutputClosedException::of);
    }

    /** Prints a text to standard output, in UTF-8. */
    public void print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw OutputClosedException.of(e);
        }
    }

    /** Prints a line to standard output, in UTF-8. */
    public void println(String line) {
        print(line + "\n");
    }
}
