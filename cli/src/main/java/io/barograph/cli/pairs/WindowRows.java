package io.barograph.cli.pairs;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.pairs.MatrixProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows of series as rows: the key's columns, start, end, distance, neighbour. Distance and neighbour, the time at which the nearest
 * window starts, are NULL for a window that was compared with none.
 */
public final class WindowRows {
    private final KeyedSeries series;
    private final List<Field> keys;
    private final Type time;
    private final int length;
    private final List<MatrixProfile> profiles;
    private final ResultSink sink;
    private final long[] rowSeries = new long[Batch.CAPACITY];
    private final int[] rowWindows = new int[Batch.CAPACITY];
    private int size;

    /**
     * @param keys the key's columns
     * @param time the type of times
     * @param length of a window, in readings
     * @param profiles by series; one without windows for a series that is left out
     * @param sink takes the rows; begun here
     */
    public WindowRows(
            KeyedSeries series,
            List<Field> keys,
            Type time,
            int length,
            List<MatrixProfile> profiles,
            ResultSink sink) {
        this.series = series;
        this.keys = keys;
        this.time = time;
        this.length = length;
        this.profiles = profiles;
        this.sink = sink;
        List<Field> fields = new ArrayList<>(keys);
        fields.add(new Field("start", time));
        fields.add(new Field("end", time));
        fields.add(new Field("distance", Type.DOUBLE));
        fields.add(new Field("neighbour", time));
        sink.begin(new Schema(fields));
    }

    /** Adds a window. */
    public void add(int ofSeries, int window) {
        rowSeries[size] = ofSeries;
        rowWindows[size++] = window;
        if (size == Batch.CAPACITY) {
            flush();
        }
    }

    /** Adds all windows, series by series. */
    public void addAll() {
        for (int one = 0; one < profiles.size(); one++) {
            for (int window = 0; window < profiles.get(one).distances().length; window++) {
                add(one, window);
            }
        }
    }

    /** That was all. */
    public void end() {
        flush();
        sink.end();
    }

    private void flush() {
        if (size == 0) {
            return;
        }
        long[] starts = new long[size];
        long[] ends = new long[size];
        long[] neighbours = new long[size];
        double[] distances = new double[size];
        long[] compared = Validity.allPresent(size);
        for (int row = 0; row < size; row++) {
            int one = (int) rowSeries[row];
            int window = rowWindows[row];
            long[] times = series.times(one);
            MatrixProfile profile = profiles.get(one);
            starts[row] = times[window];
            ends[row] = times[window + length - 1];
            distances[row] = profile.distances()[window];
            if (profile.neighbours()[window] >= 0) {
                neighbours[row] = times[profile.neighbours()[window]];
            } else {
                Validity.setNull(compared, row);
            }
        }
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < keys.size(); column++) {
            columns.add(series.keys(column, rowSeries, size));
        }
        Validity validity = Validity.of(compared);
        columns.add(new LongColumn(time, starts, Validity.ALL));
        columns.add(new LongColumn(time, ends, Validity.ALL));
        columns.add(new DoubleColumn(distances, validity));
        columns.add(new LongColumn(time, neighbours, validity));
        sink.accept(new Batch(columns.toArray(Column[]::new), size));
        size = 0;
    }
}
