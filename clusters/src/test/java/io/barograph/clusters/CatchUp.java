package io.barograph.clusters;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Reports how long a live pipeline takes to show what is new behind a kill: a figure for the log, which no test goes by. */
final class CatchUp {
    private final String killed;
    private final long since = System.nanoTime();

    /** @param killed what was killed just now */
    CatchUp(String killed) {
        this.killed = killed;
    }

    void tell() {
        double seconds = (double) (System.nanoTime() - since) / TimeUnit.SECONDS.toNanos(1);
        System.out.printf(Locale.ROOT, "caught up %.1f s after %s was killed%n", seconds, killed);
    }
}
