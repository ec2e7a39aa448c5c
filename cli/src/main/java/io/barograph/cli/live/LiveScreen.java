package io.barograph.cli.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The last lines of a terminal, drawn over themselves again and again: panes, one beneath the other. What was on the terminal
 * before stays above, and lines that are to stay are put there. Thread-safe; each drawing is one write.
 */
public final class LiveScreen {
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String ESCAPE = "\u001b[";
    /** A line that is too long is cut by the terminal: one that wraps would not be drawn over. */
    private static final String NO_WRAP = ESCAPE + "?7l";

    private static final String WRAP = ESCAPE + "?7h";
    private static final String CLEAR_LINE_END = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";
    private static final String CLEAR_ALL = ESCAPE + "H" + ESCAPE + "2J";

    private final Consumer<String> out;
    private final Supplier<Size> size;
    private final LongSupplier nanoTime;
    private final List<Pane> panes = new ArrayList<>();
    private Size drawnSize;
    private int drawnLines;
    private long drawnAt;
    private boolean isDrawn;

    /** A terminal's, in cells. */
    public record Size(int width, int height) {}

    /**
     * @param out writes to the terminal
     * @param size of the terminal, which may change
     * @param nanoTime a clock that never goes back
     */
    public LiveScreen(Consumer<String> out, Supplier<Size> size, LongSupplier nanoTime) {
        this.out = out;
        this.size = size;
        this.nanoTime = nanoTime;
        this.drawnSize = size.get();
    }

    /** Some of the lines. */
    public final class Pane {
        private final boolean isFlexible;
        private List<String> lines = List.of();

        private Pane(boolean isFlexible) {
            this.isFlexible = isFlexible;
        }

        /** The most lines that it may have, so that all panes fit. */
        public int lines() {
            synchronized (LiveScreen.this) {
                int others = panes.stream()
                        .filter(pane -> !pane.isFlexible)
                        .mapToInt(pane -> pane.lines.size())
                        .sum();
                long sharing = panes.stream().filter(pane -> pane.isFlexible).count();
                return (int) Math.max(1, (size.get().height() - 1 - others) / Math.max(1, sharing));
            }
        }

        /** What it shows from the next drawing on. */
        public void show(String text) {
            synchronized (LiveScreen.this) {
                lines = text.lines().toList();
            }
        }
    }

    /** A further pane, beneath those that there are, with as many lines as there is room for. */
    public synchronized Pane newPane() {
        return newPane(true);
    }

    /** A further pane, beneath those that there are, with few lines, for which others make room. */
    public synchronized Pane newSmallPane() {
        return newPane(false);
    }

    private Pane newPane(boolean isFlexible) {
        Pane pane = new Pane(isFlexible);
        panes.add(pane);
        return pane;
    }

    /** Cells of a line. */
    public int width() {
        return size.get().width();
    }

    /** Whether the terminal has another size than when it was drawn on. */
    public synchronized boolean isResized() {
        return !size.get().equals(drawnSize);
    }

    /** Whether a tenth of a second has gone since the last drawing. */
    public synchronized boolean isDue() {
        return !isDrawn || nanoTime.getAsLong() - drawnAt >= REDRAW_NANOS;
    }

    /** Draws all panes over what was drawn before. */
    public synchronized void draw() {
        draw("");
    }

    /**
     * Writes lines that stay, above all panes.
     *
     * @param text whole lines, each ended by a line feed
     */
    public synchronized void print(String text) {
        if (panes.stream().allMatch(pane -> pane.lines.isEmpty()) && drawnLines == 0) {
            out.accept(text);
        } else {
            draw(text);
        }
    }

    private void draw(String above) {
        List<String> lines = new ArrayList<>();
        panes.forEach(pane -> lines.addAll(pane.lines));
        Size now = size.get();
        // A line that has left the terminal cannot be drawn over.
        List<String> visible = lines.subList(Math.max(0, lines.size() - Math.max(1, now.height() - 1)), lines.size());
        StringBuilder text = new StringBuilder(NO_WRAP);
        if (drawnLines > 0 && !now.equals(drawnSize)) {
            // The terminal has arranged its lines anew: nobody knows where they are.
            text.append(CLEAR_ALL);
        } else if (drawnLines > 0) {
            text.append(ESCAPE).append(drawnLines).append('A');
        }
        if (!above.isEmpty()) {
            text.append('\r').append(CLEAR_BELOW).append(WRAP).append(above).append(NO_WRAP);
        }
        visible.forEach(
                line -> text.append('\r').append(line).append(CLEAR_LINE_END).append('\n'));
        // Ctrl-C leaves its echo behind, and the cursor to the right of it.
        text.append(visible.isEmpty() ? "\r" : "");
        out.accept(text.append(CLEAR_BELOW).append(WRAP).toString());
        drawnLines = visible.size();
        drawnSize = now;
        drawnAt = nanoTime.getAsLong();
        isDrawn = true;
    }
}
