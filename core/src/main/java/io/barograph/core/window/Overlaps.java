package io.barograph.core.window;

import java.util.Arrays;

/** Finds the windows of one time after the other. Used by one thread. */
abstract class Overlaps {
    private long[] starts = new long[16];
    private long[] ends = new long[16];
    private int count;
    private long unnameable;

    static Overlaps of(WindowSpec window) {
        if (window instanceof WindowSpec.Tumble tumble) {
            return new Cells(tumble.cells());
        }
        if (window instanceof WindowSpec.Cumulate cumulate) {
            return new Cumulation(cumulate.cells(), cumulate.step());
        }
        WindowSpec.Hop hop = (WindowSpec.Hop) window;
        return hop.starts() instanceof Grid.Elapsed elapsed && !hop.size().isCalendar()
                ? new ElapsedHops(elapsed, hop.size().nanos())
                : new CalendarHops(hop.starts(), hop.size());
    }

    /** Finds the windows of a time; the ones before are forgotten. They are numbered by ascending start, then end. */
    final void find(long time) {
        count = 0;
        collect(time);
    }

    abstract void collect(long time);

    /** How many windows the time has that can be named. */
    final int count() {
        return count;
    }

    final long start(int number) {
        return starts[number];
    }

    final long end(int number) {
        return ends[number];
    }

    /** Windows so far of which an end lies outside of TIMESTAMP's range. */
    final long unnameable() {
        return unnameable;
    }

    final void addUnnameable(long windows) {
        unnameable += windows;
    }

    final void add(long start, long end) {
        if (end == Grid.NO_TIME) {
            unnameable++;
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    /** The cell of the time. */
    private static final class Cells extends Overlaps {
        private final Grid cells;

        Cells(Grid cells) {
            this.cells = cells;
        }

        @Override
        void collect(long time) {
            long index = cells.index(time);
            long start = cells.boundary(index);
            add(start, start == Grid.NO_TIME ? Grid.NO_TIME : cells.boundary(index + 1));
        }
    }

    /** All of one length, by arithmetic alone. */
    private static final class ElapsedHops extends Overlaps {
        private final Grid.Elapsed grid;
        private final long slide;
        private final long size;

        ElapsedHops(Grid.Elapsed grid, long size) {
            this.grid = grid;
            this.slide = grid.nanos();
            this.size = size;
        }

        @Override
        void collect(long time) {
            long last = grid.start(time);
            if (last == Grid.NO_TIME && time != Grid.NO_TIME) {
                addUnnameable(1);
                return;
            }
            if (time - last >= size) {
                return;
            }
            long earlier = (size - 1 - (time - last)) / slide;
            // How far it is to the end of the range, and what it is divided by one nanosecond, are unsigned.
            long room = Long.divideUnsigned(last - Long.MIN_VALUE, slide);
            long before = Long.compareUnsigned(room, earlier) < 0 ? room : earlier;
            addUnnameable(earlier - before);
            long start = last - before * slide;
            for (long left = before; left >= 0; left--) {
                long end = start + size;
                add(start, end < start ? Grid.NO_TIME : end);
                start += slide;
            }
        }
    }

    /** Of days or months, found by walking back from the last that starts. */
    private static final class CalendarHops extends Overlaps {
        private final Grid grid;
        private final Length size;

        CalendarHops(Grid grid, Length size) {
            this.grid = grid;
            this.size = size;
        }

        @Override
        void collect(long time) {
            long last = grid.index(time);
            long first = last + 1;
            while (true) {
                long start = grid.boundary(first - 1);
                if (start == Grid.NO_TIME) {
                    addUnnameable(1);
                    break;
                }
                long end = grid.after(start, size, 1);
                if (end != Grid.NO_TIME && end <= time) {
                    break;
                }
                first--;
            }
            for (long index = first; index <= last; index++) {
                long start = grid.boundary(index);
                // A cell that clocks skipped starts with the next one: it holds nothing that the next does not.
                if (index == last || start != grid.boundary(index + 1)) {
                    add(start, grid.after(start, size, 1));
                }
            }
        }
    }

    /** From the start of the cell to each step behind the time. */
    private static final class Cumulation extends Overlaps {
        private final Grid cells;
        private final Length step;

        Cumulation(Grid cells, Length step) {
            this.cells = cells;
            this.step = step;
        }

        @Override
        void collect(long time) {
            long index = cells.index(time);
            long start = cells.boundary(index);
            long close = cells.boundary(index + 1);
            if (start == Grid.NO_TIME || close == Grid.NO_TIME) {
                addUnnameable(1);
                return;
            }
            long steps = step.isCalendar() ? 1 : (time - start) / step.nanos() + 1;
            long end = cells.after(start, step, steps);
            while (end != Grid.NO_TIME && end < close) {
                if (end > time) {
                    add(start, end);
                }
                end = cells.after(start, step, ++steps);
            }
            add(start, close);
        }
    }
}
