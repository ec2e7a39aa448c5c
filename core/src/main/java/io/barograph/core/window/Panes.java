package io.barograph.core.window;

import io.barograph.core.text.CivilDate;
import org.jspecify.annotations.Nullable;

/**
 * Panes: what the bounds of windows cut time into. All times of a pane have the same windows, so that rows can be added up by pane first,
 * and each pane's total then goes into its windows. Of tumbling windows panes are the windows themselves.
 *
 * <p>Windows of 5 s, one every 3 s from 0 s on, have the panes [0 s, 2 s), which is in those that start at -3 s and 0 s, [2 s, 3 s), which
 * is in that of 0 s alone, [3 s, 5 s), and so on. Those of 2 s, one every 3 s, have [0 s, 2 s), and [2 s, 3 s), which is in none.
 *
 * <p>Belongs to one thread.
 */
public final class Panes {
    private static final int SHORTEST_MONTH = 28;
    /** All sums here fit a long. Tumbling windows may have a third of it, some 23 years; hopping ones of short slides all, some 70. */
    private static final double LONGEST = Long.MAX_VALUE / 4.0;

    private final WindowSpec window;
    private final Overlaps overlaps;
    private final @Nullable Elapsed elapsed;
    private final boolean mayHaveGaps;
    private final long margin;

    /** The pane last found: [start, end), empty at first. */
    private long start;

    private long end;
    private boolean knowsWindows;

    /**
     * Panes that arithmetic finds: one begins with every length, and where the split is above 0 another one so much later.
     *
     * @param length in nanoseconds, above 0
     * @param phase the remainder by the length of where one begins
     * @param split below the length
     */
    public record Elapsed(long length, long phase, long split) {
        /** Where a time's pane starts; the time is at least a length away from the ends of what a long holds. */
        public long start(long time) {
            long into = into(time);
            return into < split ? time - into : time - into + split;
        }

        private long end(long time) {
            long into = into(time);
            return time - into + (into < split ? split : length);
        }

        private long into(long time) {
            long into = Math.floorMod(time, length) - phase;
            return into < 0 ? into + length : into;
        }
    }

    private Panes(WindowSpec window, @Nullable Elapsed elapsed, long margin) {
        this.window = window;
        this.overlaps = Overlaps.of(window);
        this.elapsed = elapsed;
        this.mayHaveGaps = window instanceof WindowSpec.Hop hop && mayHaveGaps(hop);
        this.margin = margin;
    }

    /**
     * The panes of windows.
     *
     * @throws IllegalArgumentException where they have none: see {@link #whyNone}
     */
    public static Panes of(WindowSpec window) {
        String reason = whyNone(window);
        if (reason != null) {
            throw new IllegalArgumentException(reason);
        }
        return new Panes(window, elapsed(window), (long) reach(window));
    }

    /** Why windows have no panes, in a few words; null where they have. */
    public static @Nullable String whyNone(WindowSpec window) {
        return reach(window) > LONGEST ? "they last for decades" : null;
    }

    /** How far a bound may be from a time that it is found by: of a window, of the cell before it, and one more that grids may ask for. */
    private static double reach(WindowSpec window) {
        Length cell = window.grid().length();
        return new WindowEnds(window).longest() + 2.0 * cell.longest();
    }

    private static boolean mayHaveGaps(WindowSpec.Hop hop) {
        Length slide = hop.starts().length();
        Length size = hop.size();
        if (!(hop.starts() instanceof Grid.Calendar calendar)) {
            return size.nanos() < slide.nanos();
        }
        if (!size.isCalendar()) {
            return true;
        }
        boolean sameDay = CivilDate.day(CivilDate.ofDays(calendar.originDay())) <= SHORTEST_MONTH;
        boolean reaches = (long) SHORTEST_MONTH * size.months() + size.days()
                >= (long) Length.LONGEST_MONTH * slide.months() + slide.days();
        // Months from the 31st to the 31st start on the 28th of February, and a window of one month ends on the 28th of
        // March.
        return !reaches && !(sameDay && slide.months() > 0 && size.months() >= slide.months());
    }

    private static @Nullable Elapsed elapsed(WindowSpec window) {
        if (!(window.grid() instanceof Grid.Elapsed cells)) {
            return null;
        }
        long length = cells.nanos();
        long split = 0;
        if (window instanceof WindowSpec.Hop hop) {
            split = hop.size().nanos() % length;
        } else if (window instanceof WindowSpec.Cumulate cumulate) {
            if (cumulate.step().isCalendar() || length % cumulate.step().nanos() != 0) {
                return null;
            }
            length = cumulate.step().nanos();
        }
        return new Elapsed(length, Math.floorMod(cells.origin(), length), split);
    }

    /** About how long one is, in nanoseconds, for estimates only. */
    public double typical() {
        double cell = window.grid().length().estimate();
        if (window instanceof WindowSpec.Cumulate cumulate) {
            return Math.min(cell, cumulate.step().estimate());
        }
        return window instanceof WindowSpec.Hop hop && hop.size().estimate() % cell != 0 ? cell / 2 : cell;
    }

    /** How they are found by arithmetic; null where that is a matter of the calendar. */
    public @Nullable Elapsed elapsed() {
        return elapsed;
    }

    /** Times as close as this, in nanoseconds, to the ends of what TIMESTAMP holds are not to be asked about. */
    public long margin() {
        return margin;
    }

    /** Whether a time is far enough from these ends: then all windows that it falls into can be named. */
    public boolean hold(long time) {
        return time >= Long.MIN_VALUE + margin && time <= Long.MAX_VALUE - margin;
    }

    /** Whether a time may stand between windows: then some panes are part of none. */
    public boolean mayHaveGaps() {
        return mayHaveGaps;
    }

    /** Whether a time that they {@link #hold} falls into a window. Where it may stand between some, its pane is {@linkplain #find found}. */
    public boolean haveWindow(long time) {
        if (!mayHaveGaps) {
            return true;
        }
        find(time);
        return windows() > 0;
    }

    /** Finds the pane of a time that they {@link #hold}; what follows is of the one last found. */
    public void find(long time) {
        if (time >= start && time < end) {
            return;
        }
        knowsWindows = false;
        if (elapsed != null) {
            start = elapsed.start(time);
            end = elapsed.end(time);
        } else if (window instanceof WindowSpec.Hop hop) {
            findHop(hop, time);
        } else {
            Grid cells = window.grid();
            long index = cells.index(time);
            start = cells.boundary(index);
            end = cells.boundary(index + 1);
            if (window instanceof WindowSpec.Cumulate cumulate) {
                findStep(cells, cumulate.step(), time);
            }
        }
    }

    private void findHop(WindowSpec.Hop hop, long time) {
        Grid starts = hop.starts();
        long index = starts.index(time);
        start = starts.boundary(index);
        end = starts.boundary(index + 1);
        while (true) {
            long close = starts.after(starts.boundary(index), hop.size(), 1);
            if (close <= time) {
                start = Math.max(start, close);
                return;
            }
            end = Math.min(end, close);
            index--;
        }
    }

    /** Narrows the cell that was found to one of its steps. */
    private void findStep(Grid cells, Length step, long time) {
        long open = start;
        long close = end;
        long steps = step.isCalendar() ? 0 : (time - open) / step.nanos();
        start = steps == 0 ? open : cells.after(open, step, steps);
        end = cells.after(open, step, steps + 1);
        while (end != Grid.NO_TIME && end <= time) {
            start = end;
            steps++;
            end = cells.after(open, step, steps + 1);
        }
        end = end == Grid.NO_TIME ? close : Math.min(end, close);
    }

    /** Where it starts. */
    public long start() {
        return start;
    }

    /** Where the next one starts. */
    public long end() {
        return end;
    }

    /** How many windows it is part of, numbered by ascending start, then end. */
    public int windows() {
        if (!knowsWindows) {
            overlaps.find(start);
            knowsWindows = true;
        }
        return overlaps.count();
    }

    /** Where one of its {@link #windows} starts. */
    public long windowStart(int number) {
        return overlaps.start(number);
    }

    /** Where it ends. */
    public long windowEnd(int number) {
        return overlaps.end(number);
    }
}
