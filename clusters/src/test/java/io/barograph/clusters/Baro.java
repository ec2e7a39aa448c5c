package io.barograph.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command, as a process of its own.
 *
 * @param folder in which it runs
 */
record Baro(Kits kits, Path folder) {
    private static final long SECONDS = 240;

    /** Starts it; what it says is in the file {@code said} of its folder. */
    Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.barograph.cli.Main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said().toFile());
        builder.environment().put("BAROGRAPH_HOME", kits.home().toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.start();
    }

    /** Runs it to its good end, and gives what it says. */
    String run(String... arguments) throws IOException, InterruptedException {
        return finish(start(List.of(arguments)), 0);
    }

    /** Waits for its end with an exit status, and gives what it has said. */
    String finish(Process started, int status) throws IOException, InterruptedException {
        assertThat(started.waitFor(SECONDS, TimeUnit.SECONDS))
                .as("the command ends in time")
                .isTrue();
        String text = Files.readString(said());
        assertThat(started.exitValue()).as(text).isEqualTo(status);
        return text;
    }

    private Path said() {
        return folder.resolve("said");
    }
}
