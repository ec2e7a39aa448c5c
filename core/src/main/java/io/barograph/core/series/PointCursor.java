package io.barograph.core.series;

import io.barograph.core.window.Grid;

/** Goes from point to point of a grid: the times at which its cells begin, each once. */
final class PointCursor {
    private final Grid grid;
    private long index;
    private long time;

    PointCursor(Grid grid) {
        this.grid = grid;
    }

    /** Goes to the first point at or behind a time. */
    void seek(long from) {
        index = grid.index(from);
        time = grid.boundary(index);
        if (time != from) {
            next();
        }
    }

    /** Goes to the point of a number that {@link #index} gave. */
    void restore(long number) {
        index = number;
        time = grid.boundary(number);
    }

    long index() {
        return index;
    }

    /** Whether there is a point, and it is before a time. */
    boolean isBefore(long end) {
        return time != Grid.NO_TIME && time < end;
    }

    long time() {
        return time;
    }

    void next() {
        long before = time;
        do {
            time = grid.boundary(++index);
            // A cell that clocks skipped begins where the next one does.
        } while (time == before && time != Grid.NO_TIME);
    }

    /** The point behind one, or {@link Grid#NO_TIME}. */
    long behind(long point) {
        long number = grid.index(point);
        return grid.boundary(number + 1);
    }

    /** The point at or before a time, or {@link Grid#NO_TIME}. */
    long atOrBefore(long moment) {
        return grid.boundary(grid.index(moment));
    }
}
