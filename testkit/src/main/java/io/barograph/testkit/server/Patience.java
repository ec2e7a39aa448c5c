package io.barograph.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** Waits for what real servers do in their own time: never a fixed time, and never for ever. */
public final class Patience {
    private static final long SECONDS = 60;
    private static final long MILLIS_BETWEEN = 100;

    private Patience() {}

    /** What is waited for. */
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /**
     * Waits until a condition holds.
     *
     * @param what in words, as in {@code all workers have reported}
     * @throws IllegalStateException where it does not hold within a minute
     */
    public static void await(String what, Condition condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        try {
            while (!condition.holds()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("waited " + SECONDS + " s in vain until " + what);
                }
                Thread.sleep(MILLIS_BETWEEN);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting until " + what, e);
        }
    }
}
