package io.barograph.cli.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The last lines of a terminal, drawn over themselves again and again: panes, one beneath the other. What was on the terminal
 * before stays above. Thread-safe; each drawing is one write.
 */
public final class LiveScreen {
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String ESCAPE = "\u001b[";
    /** A line that is too long is cut by the terminal: one that wraps would not be drawn over. */
    private static final String NO_WRAP = ESCAPE + "?7l";

    private static final String WRAP = ESCAPE + "?7h";
    private static final String CLEAR_LINE_END = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";

    private final Consumer<String> out;
    private final int height;
    private final LongSupplier nanoTime;
    private final List<Pane> panes = new ArrayList<>();
    private int drawnLines;
    private long drawnAt;
    private boolean isDrawn;

    /**
     * @param out writes to the terminal
     * @param height of the terminal in lines
     * @param nanoTime a clock that never goes back
     */
    public LiveScreen(Consumer<String> out, int height, LongSupplier nanoTime) {
        this.out = out;
        this.height = height;
        this.nanoTime = nanoTime;
    }

    /** Some of the lines. */
    public final class Pane {
        private String text = "";

        private Pane() {}

        /** The most lines that it may have, so that all panes fit. */
        public int lines() {
            synchronized (LiveScreen.this) {
                return Math.max(1, (height - 1) / panes.size());
            }
        }

        /** What it shows from the next drawing on. */
        public void show(String lines) {
            synchronized (LiveScreen.this) {
                text = lines;
            }
        }
    }

    /** A further pane, beneath those that there are. */
    public synchronized Pane newPane() {
        Pane pane = new Pane();
        panes.add(pane);
        return pane;
    }

    /** Whether a tenth of a second has gone since the last drawing. */
    public synchronized boolean isDue() {
        return !isDrawn || nanoTime.getAsLong() - drawnAt >= REDRAW_NANOS;
    }

    /** Draws all panes over what was drawn before. */
    public synchronized void draw() {
        List<String> lines = new ArrayList<>();
        panes.forEach(pane -> pane.text.lines().forEach(lines::add));
        StringBuilder text = new StringBuilder(NO_WRAP);
        if (drawnLines > 0) {
            text.append(ESCAPE).append(drawnLines).append('A');
        }
        lines.forEach(
                line -> text.append('\r').append(line).append(CLEAR_LINE_END).append('\n'));
        out.accept(text.append(CLEAR_BELOW).append(WRAP).toString());
        drawnLines = lines.size();
        drawnAt = nanoTime.getAsLong();
        isDrawn = true;
    }
}
