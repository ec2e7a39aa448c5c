package io.barograph.core.window;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
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
 */
public final class WindowAssigner {
    private final int time;
    private final long size;
    private final long slide;
    /** Where the first window at or after the epoch starts: the origin modulo the slide. */
    private final long phase;

    private final BatchCompactor compactor;
    private final int[] positions = new int[Batch.CAPACITY];
    private final long[] starts = new long[Batch.CAPACITY];
    private final long[] ends = new long[Batch.CAPACITY];

    private @Nullable Batch input;
    private int position;
    /** The windows of the row at {@link #position} yet to be written, of a hopping assigner; -1 before they are known. */
    private long windowsLeft;

    private long nextStart;

    /** The last window that a row fell into, of a tumbling assigner: [start, end), empty at first. */
    private long cachedStart;

    private long cachedEnd;

    private long nullTimes;
    private long unnameable;

    /**
     * @param input the schema of the batches
     * @param time index of the TIMESTAMP column
     * @throws IllegalArgumentException where the size or slide is not above 0, or the column no TIMESTAMP
     */
    public WindowAssigner(Schema input, int time, WindowSpec window) {
        if (input.type(time) != Type.TIMESTAMP) {
            throw new IllegalArgumentException("windows need a TIMESTAMP, not " + input.type(time));
        }
        long origin;
        if (window instanceof WindowSpec.Hop hop) {
            size = hop.sizeNanos();
            slide = hop.slideNanos();
            origin = hop.originNanos();
        } else {
            WindowSpec.Tumble tumble = (WindowSpec.Tumble) window;
            size = tumble.sizeNanos();
            slide = size;
            origin = tumble.originNanos();
        }
        if (size <= 0 || slide <= 0) {
            throw new IllegalArgumentException("size and slide must be above 0: " + window);
        }
        this.time = time;
        this.phase = Math.floorMod(origin, slide);
        this.compactor = BatchCompactor.of(input);
    }

    /** Starts on a batch. What was left of the one before is forgotten. */
    public void begin(Batch batch) {
        input = batch;
        position = 0;
        windowsLeft = -1;
    }

    /**
     * The next rows with their windows, valid until the next call, or null when the batch is done. Rows keep their order;
     * the windows of one row come by ascending start. Where every row has one window, the input's columns are passed on.
     */
    public @Nullable Batch next() {
        Batch batch = input;
        if (batch == null) {
            return null;
        }
        LongColumn times = (LongColumn) batch.column(time);
        int count = size == slide ? tumble(times, batch.size()) : hop(times, batch.size());
        if (count == 0) {
            input = null;
            return null;
        }
        // Tumbling keeps rows in order, so that as many as came are all.
        Batch rows = size == slide && count == batch.size() ? batch : compactor.compact(batch, positions, count);
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
        return unnameable;
    }

    private int tumble(LongColumn column, int rows) {
        long[] times = column.values();
        Validity validity = column.validity();
        boolean hasNulls = validity.hasNulls();
        long start = cachedStart;
        long end = cachedEnd;
        int count = 0;
        for (int i = position; i < rows; i++) {
            if (hasNulls && validity.isNull(i)) {
                nullTimes++;
                continue;
            }
            long at = times[i];
            if (at < start || at >= end) {
                long newStart = lastStart(at);
                long newEnd = newStart + size;
                if (newStart > at || newEnd < newStart) {
                    unnameable++;
                    continue;
                }
                start = newStart;
                end = newEnd;
            }
            positions[count] = i;
            starts[count] = start;
            ends[count] = end;
            count++;
        }
        cachedStart = start;
        cachedEnd = end;
        position = rows;
        return count;
    }

    private int hop(LongColumn column, int rows) {
        long[] times = column.values();
        Validity validity = column.validity();
        int count = 0;
        for (; position < rows; position++) {
            if (validity.isNull(position)) {
                nullTimes++;
                continue;
            }
            if (windowsLeft < 0) {
                findWindows(times[position]);
            }
            for (; windowsLeft > 0; windowsLeft--) {
                if (count == Batch.CAPACITY) {
                    return count;
                }
                long end = nextStart + size;
                if (end < nextStart) {
                    unnameable++;
                } else {
                    positions[count] = position;
                    starts[count] = nextStart;
                    ends[count] = end;
                    count++;
                }
                nextStart += slide;
            }
            windowsLeft = -1;
        }
        return count;
    }

    /** Sets the first nameable start of a window that holds the time, and how many such windows there are. */
    private void findWindows(long at) {
        long last = lastStart(at);
        windowsLeft = 0;
        if (last > at) {
            unnameable++;
        } else if (at - last < size) {
            long earlier = (size - 1 - (at - last)) / slide;
            // last - Long.MIN_VALUE as unsigned: how far it is to the end of the range.
            long nameable = Long.divideUnsigned(last - Long.MIN_VALUE, slide);
            long before = Math.min(earlier, nameable);
            unnameable += earlier - before;
            nextStart = last - before * slide;
            windowsLeft = before + 1;
        }
    }

    /** The greatest start at or before a time. Wraps round (and is then after the time) below TIMESTAMP's range. */
    private long lastStart(long at) {
        long into = Math.floorMod(at, slide) - phase;
        return at - (into < 0 ? into + slide : into);
    }
}
