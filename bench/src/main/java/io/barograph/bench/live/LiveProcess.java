package io.barograph.bench.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code baro run} as a process. */
final class LiveProcess implements AutoCloseable {
    /** A generation of the heap, of whatever collector. */
    private static final Pattern GENERATION = Pattern.compile("[\\w -]+ total \\d+K, used (\\d+)K.*");

    private final Process process;
    private final Path output;

    /** @param folder takes the pipeline's text, its state and what it prints */
    LiveProcess(Path root, Path folder, String sql, String... arguments) throws IOException {
        Path file = folder.resolve("live.sql");
        Files.writeString(file, sql);
        output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                root.resolve("baro").toString(),
                "run",
                file.toString(),
                "--state",
                folder.resolve("state").toString()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits for its end, which must be a good one. */
    void await() throws IOException, InterruptedException {
        if (process.waitFor() != 0) {
            throw new IllegalStateException("baro failed: " + output());
        }
    }

    /** Kilobytes in use on its heap, once a collection of everything has been made. */
    long heapAfterCollection() throws IOException, InterruptedException {
        jcmd("GC.run");
        long kilobytes = 0;
        for (String line : jcmd("GC.heap_info").split("\n")) {
            Matcher generation = GENERATION.matcher(line);
            if (generation.matches()) {
                kilobytes += Long.parseLong(generation.group(1));
            }
        }
        return kilobytes;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IllegalStateException("jcmd " + command + " failed: " + text);
        }
        return text;
    }

    /** Stops it as Ctrl-C does. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
