package io.barograph.cli;

import io.barograph.core.engine.RunOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One line on a terminal's standard error that says how far long work is and when it may end; nothing at all elsewhere,
 * and nothing in the first two seconds. Thread-safe.
 */
final class ProgressLine implements RunOptions.Progress, AutoCloseable {
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BAR_CELLS = 24;
    private static final String CLEAR = "\r\u001b[2K";

    private final Console console;
    private final String label;
    private final long start = System.nanoTime();
    private final AtomicLong nextDraw = new AtomicLong(SILENT_NANOS);
    private boolean shown;
    private boolean closed;

    ProgressLine(Console console, String label) {
        this.console = console;
        this.label = label;
    }

    @Override
    public void report(long done, long total) {
        if (!console.terminals().err()) {
            return;
        }
        long elapsed = System.nanoTime() - start;
        long due = nextDraw.get();
        if (elapsed >= due && nextDraw.compareAndSet(due, elapsed + REDRAW_NANOS)) {
            draw(text(label, done, total, elapsed));
        }
    }

    /** What is shown; where nothing is known of the total, only the time that has passed. */
    static String text(String label, long done, long total, long elapsedNanos) {
        if (total <= 0 || done <= 0) {
            return label + " … " + seconds(elapsedNanos);
        }
        double share = Math.min(1, (double) done / total);
        int filled = (int) (share * BAR_CELLS);
        long left = (long) (elapsedNanos * (1 - share) / share);
        return label + " " + "█".repeat(filled) + "░".repeat(BAR_CELLS - filled) + " " + (int) (share * 100) + " %, "
                + seconds(left) + " left";
    }

    private static String seconds(long nanos) {
        long seconds = (nanos + 999_999_999L) / 1_000_000_000L;
        return seconds < 100 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    private synchronized void draw(String text) {
        if (closed) {
            return;
        }
        shown = true;
        console.err().print(CLEAR + text);
        console.err().flush();
    }

    /** Wipes the line. */
    @Override
    public synchronized void close() {
        closed = true;
        if (shown) {
            console.err().print(CLEAR);
            console.err().flush();
        }
    }
}
