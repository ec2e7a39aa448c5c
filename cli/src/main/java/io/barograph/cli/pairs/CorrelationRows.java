package io.barograph.cli.pairs;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.pairs.Correlations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pairs of series as rows: metric, the keys of both, at how many times both have a reading, and their correlation. */
public final class CorrelationRows {
    private static final String LEFT = "a";
    private static final String RIGHT = "b";

    private final KeyedSeries series;
    private final int keyColumns;
    private final ResultSink sink;
    private final Dictionary metrics = new Dictionary();
    private final int[] rowMetrics = new int[Batch.CAPACITY];
    private final long[] lefts = new long[Batch.CAPACITY];
    private final long[] rights = new long[Batch.CAPACITY];
    private final long[] counts = new long[Batch.CAPACITY];
    private final double[] coefficients = new double[Batch.CAPACITY];
    private int size;

    /**
     * @param keys the key's columns: one is called a and b in pairs, of several each has its name behind that
     * @param metrics what is correlated, by number
     * @param sink takes the rows; begun here
     */
    public CorrelationRows(KeyedSeries series, List<Field> keys, List<Field> metrics, ResultSink sink) {
        this.series = series;
        this.keyColumns = keys.size();
        this.sink = sink;
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("metric", Type.VARCHAR));
        for (String side : List.of(LEFT, RIGHT)) {
            for (Field key : keys) {
                fields.add(new Field(keys.size() == 1 ? side : side + "_" + key.name(), key.type()));
            }
        }
        fields.add(new Field("n", Type.BIGINT));
        fields.add(new Field("correlation", Type.DOUBLE));
        metrics.forEach(metric -> this.metrics.intern(metric.name()));
        sink.begin(new Schema(fields));
    }

    /** Adds a pair. */
    public void add(int metric, int one, int other, Correlations of) {
        int pair = of.pair(one, other);
        rowMetrics[size] = metric;
        lefts[size] = one;
        rights[size] = other;
        counts[size] = of.counts()[pair];
        coefficients[size++] = of.coefficients()[pair];
        if (size == Batch.CAPACITY) {
            flush();
        }
    }

    /** Adds all pairs of a metric. */
    public void addAll(int metric, Correlations of) {
        for (int one = 0; one < of.series(); one++) {
            for (int other = one + 1; other < of.series(); other++) {
                add(metric, one, other, of);
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
        List<Column> columns = new ArrayList<>();
        columns.add(new VarcharColumn(Arrays.copyOf(rowMetrics, size), metrics, Validity.ALL));
        for (long[] side : List.of(lefts, rights)) {
            for (int column = 0; column < keyColumns; column++) {
                columns.add(series.keys(column, side, size));
            }
        }
        columns.add(new LongColumn(Type.BIGINT, Arrays.copyOf(counts, size), Validity.ALL));
        long[] defined = Validity.allPresent(size);
        for (int row = 0; row < size; row++) {
            if (Double.isNaN(coefficients[row])) {
                Validity.setNull(defined, row);
            }
        }
        columns.add(new DoubleColumn(Arrays.copyOf(coefficients, size), Validity.of(defined)));
        sink.accept(new Batch(columns.toArray(Column[]::new), size));
        size = 0;
    }
}
