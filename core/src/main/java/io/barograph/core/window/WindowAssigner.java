package io.barograph.core.window;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends {@code window_start} and {@code window_end} to batches, with a row once for every window that it falls into.
 * Belongs to one thread.
 *
 * <pre>{@code
 * assigner.begin(batch);
 * for (Batch out = assigner.next(); out != null; out = assigner.next()) { … }
 * }</pre>
 *
 * <p>Times before the origin fall into windows like all others: at size 5 s, -1 ns falls into [-5 s, 0 s). A row whose
 * time is NULL has no window and drops out. So does a window of which an end lies outside of TIMESTAMP's range (before
 * 1677-09-21 or after 2262-04-11): it could not be named. Both are counted.
 *
 * <p><b>Checkpoint.</b> Nothing: windows are a function of the row's time alone, and what is remembered between batches only
 * saves work. <b>Revisions.</b> Old and new rows go by in batches of their own, a row's windows in the same order each time;
 * {@code (window_start, window_end)} tells which of them belong together.
 */
public final class WindowAssigner {
    private final int time;
    /** The cells that times fall into, of a tumbling assigner; else null. */
    private final @Nullable Grid cells;
    /** Their length, where it is elapsed time; else 0. */
    private final long size;

    private final long phase;
    private final @Nullable Overlaps overlaps;

    private final BatchCompactor compactor;
    private final int[] positions = new int[Batch.CAPACITY];
    private final long[] starts = new long[Batch.CAPACITY];
    private final long[] ends = new long[Batch.CAPACITY];

    private @Nullable Batch input;
    private int position;
    /** The next window of the row at {@link #position} to be written; -1 before they are known. */
    private int window;

    /** The last window that a row fell into, of a tumbling assigner: [start, end), empty at first. */
    private long cachedStart;

    private long cachedEnd;
    /** So many rows have the same start and end, from the first on. */
    private int filled;

    private long nullTimes;
    private long unnameable;
    private long withoutWindow;

    /**
     * @param input the schema of the batches
     * @param time index of the TIMESTAMP column
     * @throws IllegalArgumentException where the column is no TIMESTAMP
     */
    public WindowAssigner(Schema input, int time, WindowSpec window) {
        if (input.type(time) != Type.TIMESTAMP) {
            throw new IllegalArgumentException("windows need a TIMESTAMP, not " + input.type(time));
        }
        this.time = time;
        if (window instanceof WindowSpec.Tumble tumble) {
            cells = tumble.cells();
            overlaps = null;
        } else {
            cells = null;
            overlaps = Overlaps.of(window);
        }
        if (cells instanceof Grid.Elapsed elapsed) {
            this.size = elapsed.nanos();
            this.phase = Math.floorMod(elapsed.origin(), size);
        } else {
            this.size = 0;
            this.phase = 0;
        }
        this.compactor = BatchCompactor.of(input);
    }

    /** Starts on a batch. What was left of the one before is forgotten. */
    public void begin(Batch batch) {
        input = batch;
        position = 0;
        window = -1;
    }

    /**
     * The next rows with their windows, valid until the next call, or null when the batch is done. Rows keep their order;
     * the windows of one row come by ascending start, then end. Where every row has one window, the input's columns are
     * passed on.
     */
    public @Nullable Batch next() {
        Batch batch = input;
        if (batch == null) {
            return null;
        }
        LongColumn times = (LongColumn) batch.column(time);
        boolean tumbles = cells != null;
        int count = tumbles ? tumble(times, batch.size()) : overlap(times, batch.size());
        if (count == 0) {
            input = null;
            return null;
        }
        // Tumbling keeps rows in order, so that as many as came are all; positions are undefined then.
        Batch rows = tumbles && count == batch.size() ? batch : compactor.compact(batch, positions, count);
        Column[] columns = new Column[rows.columns().length + 2];
        System.arraycopy(rows.columns(), 0, columns, 0, rows.columns().length);
        columns[columns.length - 2] = new LongColumn(Type.TIMESTAMP, starts, Validity.ALL);
        columns[columns.length - 1] = new LongColumn(Type.TIMESTAMP, ends, Validity.ALL);
        return new Batch(columns, count);
    }

    /** Rows so far that dropped out because their time is NULL. */
    public long nullTimes() {
        return nullTimes;
    }

    /** Windows so far that rows dropped out of because an end lies outside of TIMESTAMP's range. */
    public long unnameableWindows() {
        return overlaps == null ? unnameable : overlaps.unnameable();
    }

    /** Rows so far that dropped out because they stand in a gap between windows. */
    public long withoutWindow() {
        return withoutWindow;
    }

    private int tumble(LongColumn column, int rows) {
        if (position == rows) {
            return 0;
        }
        long[] times = column.values();
        Validity validity = column.validity();
        boolean hasNulls = validity.hasNulls();
        position = rows;
        if (!hasNulls && tumbleAll(times, rows)) {
            return rows;
        }
        filled = 0;
        long start = cachedStart;
        long end = cachedEnd;
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (hasNulls && validity.isNull(i)) {
                nullTimes++;
                continue;
            }
            long at = times[i];
            if (at < start || at >= end) {
                if (!findCell(at)) {
                    unnameable++;
                    continue;
                }
                start = cachedStart;
                end = cachedEnd;
            }
            positions[count] = i;
            starts[count] = start;
            ends[count] = end;
            count++;
        }
        return count;
    }

    /** Names the cells of all rows; false, and nothing has changed, where one has none that can be named. */
    private boolean tumbleAll(long[] times, int rows) {
        if (isOneCell(times, rows)) {
            fill(rows);
            return true;
        }
        filled = 0;
        for (int i = 0; i < rows; ) {
            long at = times[i];
            if ((at < cachedStart || at >= cachedEnd) && !findCell(at)) {
                return false;
            }
            long start = cachedStart;
            long end = cachedEnd;
            do {
                starts[i] = start;
                ends[i] = end;
                i++;
            } while (i < rows && times[i] >= start && times[i] < end);
        }
        return true;
    }

    /** Whether all rows are of one cell, the cached one now: so it is of most batches where rows come in about the order of time. */
    private boolean isOneCell(long[] times, int rows) {
        if (rows == 0 || (times[0] < cachedStart || times[0] >= cachedEnd) && !findCell(times[0])) {
            return false;
        }
        long start = cachedStart;
        long last = cachedEnd - cachedStart - 1;
        long outside = 0;
        for (int i = 0; i < rows; i++) {
            // How far behind the start, as an unsigned number: above the last one the sign of one of both is set.
            long into = times[i] - start;
            outside |= into | last - into;
        }
        return outside >= 0;
    }

    /** Makes the cached cell that of the first rows, as it often is already. */
    private void fill(int rows) {
        if (filled < rows || starts[0] != cachedStart || ends[0] != cachedEnd) {
            Arrays.fill(starts, 0, rows, cachedStart);
            Arrays.fill(ends, 0, rows, cachedEnd);
            filled = rows;
        }
    }

    /** Makes the cell of a time the cached one; false, and nothing changes, where an end of it cannot be named. */
    private boolean findCell(long at) {
        long newStart;
        long newEnd;
        if (size > 0) {
            long into = Math.floorMod(at, size) - phase;
            newStart = at - (into < 0 ? into + size : into);
            newEnd = newStart + size;
            if (newStart > at || newEnd < newStart) {
                return false;
            }
        } else {
            Grid grid = Objects.requireNonNull(cells);
            long index = grid.index(at);
            newStart = grid.boundary(index);
            newEnd = grid.boundary(index + 1);
            if (newStart == Grid.NO_TIME || newEnd == Grid.NO_TIME) {
                return false;
            }
        }
        cachedStart = newStart;
        cachedEnd = newEnd;
        return true;
    }

    private int overlap(LongColumn column, int rows) {
        Overlaps found = Objects.requireNonNull(overlaps);
        long[] times = column.values();
        Validity validity = column.validity();
        int count = 0;
        for (; position < rows; position++) {
            if (validity.isNull(position)) {
                nullTimes++;
                continue;
            }
            if (window < 0) {
                long before = found.unnameable();
                found.find(times[position]);
                window = 0;
                withoutWindow += found.count() == 0 && found.unnameable() == before ? 1 : 0;
            }
            for (; window < found.count(); window++) {
                if (count == Batch.CAPACITY) {
                    return count;
                }
                positions[count] = position;
                starts[count] = found.start(window);
                ends[count] = found.end(window);
                count++;
            }
            window = -1;
        }
        return count;
    }
}
