package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.SavedFold;
import io.barograph.core.window.Grid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Goes along a key's readings, and holds those that are not chosen from yet: of one cell, where its readings are all that matters,
 * else of the whole key, 16 bytes each.
 *
 * <p><b>Saved layout</b>, version 1: whether a row has come, the keys, then the readings held, their times and values.
 */
final class DownSampleFold implements Fold {
    private static final int VERSION = 1;

    private final DownSampleOperator operator;
    /** Whether a cell's readings are chosen as soon as it is over: LTTB looks further. */
    private final boolean byCell;

    private final List<HeldValue> keys = new ArrayList<>();
    private boolean hasKey;
    private long[] times = new long[64];
    private double[] values = new double[64];
    private int size;
    /** Behind the cell of the readings held. */
    private long cellEnd;

    private final long[] chosenTimes = new long[Batch.CAPACITY];
    private final double[] chosenValues = new double[Batch.CAPACITY];
    private int chosen;

    DownSampleFold(DownSampleOperator operator, Schema input) {
        this.operator = operator;
        this.byCell = operator.cells() != null && operator.method() != DownSampling.LTTB;
        operator.keys().forEach(key -> keys.add(new HeldValue(input.type(key))));
        begin();
    }

    @Override
    public void begin() {
        hasKey = false;
        size = 0;
        keys.forEach(HeldValue::clear);
    }

    @Override
    public void accept(Batch rows, Consumer<Batch> output) {
        if (!hasKey) {
            hasKey = true;
            for (int i = 0; i < keys.size(); i++) {
                keys.get(i).over(rows.column(operator.keys().get(i)), 1);
                keys.get(i).hold(0);
            }
        }
        LongColumn given = (LongColumn) rows.column(operator.time());
        DoubleColumn numbers = Numbers.of(rows.column(operator.value()), rows.size());
        for (int row = 0; row < rows.size(); row++) {
            boolean isPresent =
                    given.validity().isPresent(row) && numbers.validity().isPresent(row);
            if (isPresent && Double.isFinite(numbers.values()[row])) {
                add(given.values()[row], numbers.values()[row] + 0.0, output);
            }
        }
        flush(output);
    }

    private void add(long time, double value, Consumer<Batch> output) {
        Grid cells = operator.cells();
        if (byCell && cells != null) {
            if (size > 0 && time >= cellEnd) {
                choose(new int[] {0, size}, 1, output);
                size = 0;
            }
            if (size == 0) {
                cellEnd = endOf(cells, time);
            }
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        times[size] = time;
        values[size++] = value;
    }

    private static long endOf(Grid cells, long time) {
        long end = cells.boundary(cells.index(time) + 1);
        return end == Grid.NO_TIME ? Long.MAX_VALUE : end;
    }

    private void choose(int[] buckets, int count, Consumer<Batch> output) {
        operator.method().choose(times, values, buckets, count, reading -> {
            if (chosen == Batch.CAPACITY) {
                flush(output);
            }
            chosenTimes[chosen] = times[reading];
            chosenValues[chosen++] = values[reading];
        });
    }

    private void flush(Consumer<Batch> output) {
        if (chosen == 0) {
            return;
        }
        Column[] columns = new Column[keys.size() + 2];
        for (int i = 0; i < keys.size(); i++) {
            columns[i] = keys.get(i).repeated(chosen);
        }
        columns[keys.size()] = new LongColumn(Type.TIMESTAMP, chosenTimes, Validity.ALL);
        columns[keys.size() + 1] = new DoubleColumn(chosenValues, Validity.ALL);
        output.accept(new Batch(columns, chosen));
        chosen = 0;
    }

    @Override
    public void end(Consumer<Batch> output) {
        if (size == 0) {
            return;
        }
        int[] buckets = byCell ? new int[] {0, size} : buckets();
        choose(buckets, buckets.length - 1, output);
        flush(output);
    }

    /** Where each bucket of the key's readings begins, and where the last one ends. */
    private int[] buckets() {
        Grid cells = operator.cells();
        if (cells == null && operator.method() == DownSampling.LTTB) {
            return ofEqualSize(operator.count() - 2);
        }
        int[] buckets = new int[16];
        int count = 0;
        long length = cells == null ? Long.divideUnsigned(times[size - 1] - times[0], operator.count()) + 1 : 0;
        long bucket = 0;
        for (int i = 0; i < size; i++) {
            boolean isNext;
            if (cells != null) {
                isNext = i == 0 || times[i] >= bucket;
                bucket = isNext ? endOf(cells, times[i]) : bucket;
            } else {
                long number = Long.divideUnsigned(times[i] - times[0], length);
                isNext = i == 0 || number != bucket;
                bucket = number;
            }
            if (isNext) {
                if (count + 1 == buckets.length) {
                    buckets = Arrays.copyOf(buckets, 2 * buckets.length);
                }
                buckets[count++] = i;
            }
        }
        buckets[count] = size;
        return Arrays.copyOf(buckets, count + 1);
    }

    /** About equally large buckets of the readings between the first and the last, at most so many. */
    private int[] ofEqualSize(int most) {
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
        output.writeByte(hasKey ? 1 : 0);
        keys.forEach(key -> key.write(output));
        output.writeVarint(size);
        for (int i = 0; i < size; i++) {
            output.writeLong(times[i]);
            output.writeLong(Double.doubleToLongBits(values[i]));
        }
    }

    @Override
    public void read(StateInput input) {
        SavedFold.checkVersion(input, VERSION);
        hasKey = input.readByte() != 0;
        keys.forEach(key -> key.read(input));
        int count = SavedCount.read(input, Integer.MAX_VALUE / 2);
        for (int i = 0; i < count; i++) {
            long time = input.readLong();
            // Readings held together are of one cell: none is chosen here.
            add(time, Double.longBitsToDouble(input.readLong()), batch -> {});
        }
    }

    @Override
    public long memoryBytes() {
        return 40L * Batch.CAPACITY
                + 16L * times.length
                + keys.stream().mapToLong(HeldValue::memoryBytes).sum();
    }
}
