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
 * LTTB by cells, as {@link DownSampling#LTTB} chooses from all of a key's readings at once: the first reading comes out when it comes,
 * that of a cell when the cell behind it is complete, which the first reading behind that one tells, and the last reading at the end.
 * Cells without a reading are none. So the readings of two cells are held, 16 bytes each.
 *
 * <p><b>Saved layout</b>, version 1: whether a row has come, the keys, whether a reading has; then the first reading's time, the time
 * and value of the last one chosen, how many readings are held, 1 + how many of them are of the earlier cell, 0 where there is one
 * cell alone, and their times and values.
 */
final class TriangleFold implements Fold {
    private static final int VERSION = 1;

    private final Grid cells;
    private final ChosenReadings chosen;

    private boolean hasBegun;
    private long origin;
    private long baseTime;
    private double baseValue;

    /** Of the last two cells; the key's first reading, which was chosen, is not among them. */
    private long[] times = new long[64];

    private double[] values = new double[64];
    private int size;
    /** So many of them are of the earlier cell, or -1 where there is one cell alone. */
    private int earlier = -1;
    /** Behind the later cell. */
    private long cellEnd;

    TriangleFold(DownSampleOperator operator, Grid cells, Schema input) {
        this.cells = cells;
        this.chosen = new ChosenReadings(operator, input);
        begin();
    }

    @Override
    public void begin() {
        chosen.begin();
        hasBegun = false;
        size = 0;
        earlier = -1;
    }

    @Override
    public void accept(Batch rows, Consumer<Batch> output) {
        chosen.read(rows, (time, value) -> add(time, value, output));
        chosen.flush(output);
    }

    private void add(long time, double value, Consumer<Batch> output) {
        if (!hasBegun) {
            hasBegun = true;
            origin = time;
            cellEnd = DownSampleFold.endOf(cells, time);
            choose(time, value, output);
            return;
        }
        if (time >= cellEnd) {
            if (earlier >= 0) {
                chooseFrom(0, earlier, size, output);
                System.arraycopy(times, earlier, times, 0, size - earlier);
                System.arraycopy(values, earlier, values, 0, size - earlier);
                size -= earlier;
            }
            earlier = size;
            cellEnd = DownSampleFold.endOf(cells, time);
        }
        hold(time, value);
    }

    private void hold(long time, double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        times[size] = time;
        values[size++] = value;
    }

    /** The reading of a cell, where it has any to choose from; what follows it goes as far as {@code end}. */
    private void chooseFrom(int from, int to, int end, Consumer<Batch> output) {
        if (from < to) {
            int reading = DownSampling.largest(times, values, origin, baseTime, baseValue, from, to, end);
            choose(times[reading], values[reading], output);
        }
    }

    private void choose(long time, double value, Consumer<Batch> output) {
        baseTime = time;
        baseValue = value;
        chosen.add(time, value, output);
    }

    @Override
    public void end(Consumer<Batch> output) {
        if (size == 0) {
            return;
        }
        // The last reading is chosen anyway, so it counts as following all others.
        int last = size - 1;
        if (earlier >= 0) {
            chooseFrom(0, earlier, Math.max(last, earlier + 1), output);
        }
        chooseFrom(Math.max(earlier, 0), last, size, output);
        choose(times[last], values[last], output);
        chosen.flush(output);
    }

    @Override
    public void write(StateOutput output) {
        output.writeByte(VERSION);
        chosen.write(output);
        output.writeByte(hasBegun ? 1 : 0);
        output.writeLong(hasBegun ? origin : 0);
        output.writeLong(hasBegun ? baseTime : 0);
        output.writeLong(hasBegun ? Double.doubleToLongBits(baseValue) : 0);
        output.writeVarint(size);
        output.writeVarint(earlier + 1);
        for (int i = 0; i < size; i++) {
            output.writeLong(times[i]);
            output.writeLong(Double.doubleToLongBits(values[i]));
        }
    }

    @Override
    public void read(StateInput input) {
        SavedFold.checkVersion(input, VERSION);
        chosen.read(input);
        hasBegun = input.readByte() != 0;
        origin = input.readLong();
        baseTime = input.readLong();
        baseValue = Double.longBitsToDouble(input.readLong());
        int count = SavedCount.read(input, Integer.MAX_VALUE / 2);
        earlier = SavedCount.read(input, count) - 1;
        for (int i = 0; i < count; i++) {
            hold(input.readLong(), Double.longBitsToDouble(input.readLong()));
        }
        if (hasBegun) {
            cellEnd = DownSampleFold.endOf(cells, size > 0 ? times[size - 1] : origin);
        }
    }

    @Override
    public long memoryBytes() {
        return chosen.memoryBytes() + 16L * times.length;
    }
}
