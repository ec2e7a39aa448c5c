package io.barograph.cli.pairs;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.fold.ValueQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The series of a query whose rows are keys, a time and one DOUBLE or several, in the order of keys and time: a key's rows follow each
 * other. A sink of its answer.
 */
public final class KeyedSeries implements ResultSink {
    private static final int FIRST_CAPACITY = 1024;

    private final int keyColumns;
    private final List<ValueQueue> keys = new ArrayList<>();
    private final List<long[]> times = new ArrayList<>();
    private final List<double[][]> values = new ArrayList<>();
    private List<Object> last = List.of();
    private long[] lastTimes = new long[0];
    private final double[][] lastValues;
    private int size;

    /**
     * @param keyColumns how many columns the key has; behind them stand the time and the values
     * @param metrics how many values a row has
     */
    public KeyedSeries(int keyColumns, int metrics) {
        this.keyColumns = keyColumns;
        this.lastValues = new double[metrics][0];
    }

    @Override
    public void begin(Schema schema) {
        for (int column = 0; column < keyColumns; column++) {
            keys.add(new ValueQueue(schema.type(column)));
        }
    }

    @Override
    public void accept(Batch batch) {
        long[] batchTimes = ((LongColumn) batch.column(keyColumns)).values();
        for (int row = 0; row < batch.size(); row++) {
            List<Object> key = key(batch, row);
            if (size == 0 || !key.equals(last)) {
                closeLast();
                last = key;
                for (int column = 0; column < keyColumns; column++) {
                    keys.get(column).append(batch.column(column), row, 1);
                }
            }
            if (size == lastTimes.length) {
                int capacity = Math.max(FIRST_CAPACITY, Math.toIntExact(size * 3L / 2));
                lastTimes = Arrays.copyOf(lastTimes, capacity);
                for (int metric = 0; metric < lastValues.length; metric++) {
                    lastValues[metric] = Arrays.copyOf(lastValues[metric], capacity);
                }
            }
            lastTimes[size] = batchTimes[row];
            for (int metric = 0; metric < lastValues.length; metric++) {
                DoubleColumn measured = (DoubleColumn) batch.column(keyColumns + 1 + metric);
                lastValues[metric][size] = measured.validity().isNull(row) ? Double.NaN : measured.values()[row];
            }
            size++;
        }
    }

    private List<Object> key(Batch batch, int row) {
        Object[] key = new Object[keyColumns];
        for (int column = 0; column < keyColumns; column++) {
            key[column] = batch.column(column).value(row);
        }
        return Arrays.asList(key);
    }

    private void closeLast() {
        if (size > 0) {
            times.add(Arrays.copyOf(lastTimes, size));
            double[][] own = new double[lastValues.length][];
            for (int metric = 0; metric < own.length; metric++) {
                own[metric] = Arrays.copyOf(lastValues[metric], size);
            }
            values.add(own);
            size = 0;
        }
    }

    @Override
    public void end() {
        closeLast();
    }

    /** How many series there are. */
    public int count() {
        return times.size();
    }

    /** The times of a series; not a copy. */
    public long[] times(int series) {
        return times.get(series);
    }

    /** Its values of a metric, NaN where one is NULL; not a copy. */
    public double[] values(int series, int metric) {
        return values.get(series)[metric];
    }

    /** A column of the key for some of the series, one row each. */
    public Column keys(int column, long[] series, int count) {
        return keys.get(column).gather(series, count);
    }
}
