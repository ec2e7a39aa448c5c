package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.SavedFold;
import io.barograph.core.window.Grid;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Goes along a key's readings, and holds those that are not chosen from yet: of one cell, where its readings are all that matters,
 * else of the whole key, 16 bytes each. LTTB by cells is {@link TriangleFold}'s.
 *
 * <p><b>Saved layout</b>, version 1: whether a row has come, the keys, then the readings held, their times and values.
 */
final class DownSampleFold implements Fold {
    private static final int VERSION = 1;

    private final DownSampleOperator operator;
    private final ChosenReadings chosen;
    private final HeldReadings held = new HeldReadings();
    /** Behind the cell of the readings held. */
    private long cellEnd;

    DownSampleFold(DownSampleOperator operator, Schema input) {
        this.operator = operator;
        this.chosen = new ChosenReadings(operator, input);
        begin();
    }

    @Override
    public void begin() {
        chosen.begin();
        held.clear();
    }

    @Override
    public void accept(Batch rows, Consumer<Batch> output) {
        chosen.read(rows, (time, value) -> add(time, value, output));
        chosen.flush(output);
    }

    private void add(long time, double value, Consumer<Batch> output) {
        Grid cells = operator.cells();
        if (cells != null) {
            if (held.size() > 0 && time >= cellEnd) {
                choose(new int[] {0, held.size()}, 1, output);
                held.clear();
            }
            if (held.size() == 0) {
                cellEnd = endOf(cells, time);
            }
        }
        held.add(time, value);
    }

    /** Behind the cell of a time. */
    static long endOf(Grid cells, long time) {
        long end = cells.boundary(cells.index(time) + 1);
        return end == Grid.NO_TIME ? Long.MAX_VALUE : end;
    }

    private void choose(int[] buckets, int count, Consumer<Batch> output) {
        long[] times = held.times();
        double[] values = held.values();
        operator.method()
                .choose(times, values, buckets, count, reading -> chosen.add(times[reading], values[reading], output));
    }

    @Override
    public void end(Consumer<Batch> output) {
        if (held.size() == 0) {
            return;
        }
        int[] buckets = operator.cells() != null ? new int[] {0, held.size()} : buckets();
        choose(buckets, buckets.length - 1, output);
        chosen.flush(output);
    }

    /** Where each of so many buckets of the key's readings begins, and where the last one ends. */
    private int[] buckets() {
        if (operator.method() == DownSampling.LTTB) {
            return ofEqualSize(operator.count() - 2);
        }
        int[] buckets = new int[16];
        int count = 0;
        int size = held.size();
        long[] times = held.times();
        long length = Long.divideUnsigned(times[size - 1] - times[0], operator.count()) + 1;
        long bucket = 0;
        for (int i = 0; i < size; i++) {
            long number = Long.divideUnsigned(times[i] - times[0], length);
            if (i == 0 || number != bucket) {
                if (count + 1 == buckets.length) {
                    buckets = Arrays.copyOf(buckets, 2 * buckets.length);
                }
                buckets[count++] = i;
            }
            bucket = number;
        }
        buckets[count] = size;
        return Arrays.copyOf(buckets, count + 1);
    }

    /** About equally large buckets of the readings between the first and the last, at most so many. */
    private int[] ofEqualSize(int most) {
        int size = held.size();
        int between = size - 2;
        if (between <= 0) {
            return new int[] {0, size};
        }
        int count = Math.min(between, most);
        int[] buckets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            buckets[i] = 1 + (int) ((long) between * i / count);
        }
        buckets[count] = size;
        return buckets;
    }

    @Override
    public void write(StateOutput output) {
        output.writeByte(VERSION);
        chosen.write(output);
        held.write(output);
    }

    @Override
    public void read(StateInput input) {
        SavedFold.checkVersion(input, VERSION);
        chosen.read(input);
        held.read(input);
        Grid cells = operator.cells();
        if (cells != null && held.size() > 0) {
            // Readings held together are of one cell.
            cellEnd = endOf(cells, held.times()[0]);
        }
    }

    @Override
    public long memoryBytes() {
        return chosen.memoryBytes() + held.memoryBytes();
    }
}
