package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The real command, killed at moments that a seed decides. */
final class BaroProcess {
    private static final long END_SECONDS = 120;
    private static final int LONGEST_MILLIS = 1_500;

    private final RealProcess real;
    private final long seed;
    private final Random random;

    /**
     * @param folder for what it prints
     * @param seed of the moments at which it is killed
     */
    BaroProcess(Path folder, long seed) {
        this.real = new RealProcess(folder);
        this.seed = seed;
        this.random = new Random(seed);
    }

    void runToEnd(String... arguments) throws IOException, InterruptedException {
        try {
            real.run(arguments);
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    /**
     * Starts a run and kills it, as {@code kill -9} does, a random while after it has begun; had it ended by itself, nothing
     * would have been tried.
     */
    void runAndKill(BooleanSupplier hasBegun, String... arguments) throws IOException, InterruptedException {
        Process process = real.start(arguments);
        for (int i = 0; i < END_SECONDS * 100 && process.isAlive() && !hasBegun.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        boolean ended = process.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended).as("seed " + seed + ": " + real.said()).isFalse();
    }
}
