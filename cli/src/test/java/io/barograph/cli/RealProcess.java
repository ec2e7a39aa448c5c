package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, in a folder. */
final class RealProcess {
    private static final long MOST_SECONDS = 120;

    private final Path folder;
    private final Map<String, String> variables;

    RealProcess(Path folder) {
        this(folder, Map.of());
    }

    /** @param variables of its environment, beside ours */
    RealProcess(Path folder, Map<String, String> variables) {
        this.folder = folder;
        this.variables = variables;
    }

    /** Starts it; what it says goes to a file. */
    Process start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().putAll(variables);
        return builder.start();
    }

    /** The command line, as a process is started by it. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    /** What the last one said. */
    String said() throws IOException {
        return Files.readString(output());
    }

    /** Runs it to its end, which must be a good one. */
    void run(String... arguments) throws IOException, InterruptedException {
        awaitEnd(start(arguments));
    }

    /** Waits for its end, which must be a good one. */
    void awaitEnd(Process process) throws IOException, InterruptedException {
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0).as(said()).isTrue();
    }
}
