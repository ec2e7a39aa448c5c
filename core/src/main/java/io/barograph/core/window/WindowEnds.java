package io.barograph.core.window;

/**
 * When the windows of a specification end, told from where they start. Where several start together, as cumulating ones do,
 * the last of them counts.
 */
public final class WindowEnds {
    private static final long DAY = 86_400_000_000_000L;
    /** Days of a zone last up to 25 hours; months up to 31 of them. */
    private static final long LONGEST_DAY = DAY + DAY / 24;

    private static final int LONGEST_MONTH = 31;

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

    /** No window is longer, in nanoseconds. */
    public long longest() {
        Length length = window instanceof WindowSpec.Hop hop
                ? hop.size()
                : window.grid().length();
        return length.isCalendar()
                ? Math.addExact(
                        Math.multiplyExact(LONGEST_DAY, length.days()),
                        Math.multiplyExact(LONGEST_DAY * LONGEST_MONTH, length.months()))
                : length.nanos();
    }
}
