package io.barograph.core.window;

/**
 * When the windows of a specification end, told from where they start. Where several start together, as cumulating ones do,
 * the last of them counts.
 */
public final class WindowEnds {
    private final WindowSpec window;

    public WindowEnds(WindowSpec window) {
        this.window = window;
    }

    /** The end of the window that starts at a time, or {@link Long#MAX_VALUE} where no TIMESTAMP is so late. */
    public long end(long start) {
        long end;
        if (window instanceof WindowSpec.Hop hop) {
            end = hop.starts().after(start, hop.size(), 1);
        } else {
            Grid cells = window.grid();
            end = cells.boundary(cells.index(start) + 1);
        }
        return end == Grid.NO_TIME ? Long.MAX_VALUE : end;
    }

    /** No window is longer, in nanoseconds; {@link Long#MAX_VALUE} where no long holds that. */
    public long longest() {
        return (window instanceof WindowSpec.Hop hop
                        ? hop.size()
                        : window.grid().length())
                .longest();
    }
}
