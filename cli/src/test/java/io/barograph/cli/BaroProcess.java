package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The real command as a process of its own, to be killed. */
final class BaroProcess {
    private static final long END_SECONDS = 120;
    private static final int LONGEST_MILLIS = 1_500;

    private final Path output;
    private final long seed;
    private final Random random;

    /**
     * @param folder for what it prints
     * @param seed of the moments at which it is killed
     */
    BaroProcess(Path folder, long seed) {
        this.output = folder.resolve("output.txt");
        this.seed = seed;
        this.random = new Random(seed);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    void runToEnd(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        boolean ended = process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0).as(said()).isTrue();
    }

    /**
     * Starts a run and kills it, as {@code kill -9} does, a random while after it has begun; had it ended by itself, nothing
     * would have been tried.
     */
    void runAndKill(BooleanSupplier hasBegun, String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        for (int i = 0; i < END_SECONDS * 100 && process.isAlive() && !hasBegun.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        boolean ended = process.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended).as(said()).isFalse();
    }

    private String said() throws IOException {
        return "seed " + seed + ": " + Files.readString(output);
    }
}
