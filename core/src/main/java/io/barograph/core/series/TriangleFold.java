package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.SavedFold;
import io.barograph.core.window.Grid;
import java.util.function.Consumer;

/**
 * LTTB by cells, as {@link DownSampling#LTTB} chooses from all of a key's readings at once: the first reading comes out when it comes,
 * that of a cell when the cell behind it is complete, which the first reading behind that one tells, and the last reading at the end.
 * Cells without a reading are none. So the readings of two cells are held, 16 bytes each.
 *
 * <p><b>Saved layout</b>, version 2 (1 is {@link DownSampleFold}'s): whether a row has come, the keys, whether a reading has; then the first reading's time, the time
 * and value of the last one chosen, the readings held, and 1 + how many of them are of the earlier cell, 0 where there is one cell alone.
 */
final class TriangleFold implements Fold {
    private static final int VERSION = 2;

    private final Grid cells;
    private final ChosenReadings chosen;

    private boolean hasBegun;
    private long origin;
    private long baseTime;
    private double baseValue;

    /** Of the last two cells; the key's first reading, which was chosen, is not among them. */
    private final HeldReadings held = new HeldReadings();
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
        held.clear();
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
                chooseFrom(0, earlier, held.size(), output);
                held.dropFirst(earlier);
            }
            earlier = held.size();
            cellEnd = DownSampleFold.endOf(cells, time);
        }
        held.add(time, value);
    }

    /** The reading of a cell, where it has any to choose from; what follows it goes as far as {@code end}. */
    private void chooseFrom(int from, int to, int end, Consumer<Batch> output) {
        if (from < to) {
            int reading = DownSampling.largest(held.times(), held.values(), origin, baseTime, baseValue, from, to, end);
            choose(held.times()[reading], held.values()[reading], output);
        }
    }

    private void choose(long time, double value, Consumer<Batch> output) {
        baseTime = time;
        baseValue = value;
        chosen.add(time, value, output);
    }

    @Override
    public void end(Consumer<Batch> output) {
        int size = held.size();
        if (size == 0) {
            return;
        }
        // The last reading is chosen anyway, so it counts as following all others.
        int last = size - 1;
        if (earlier >= 0) {
            chooseFrom(0, earlier, Math.max(last, earlier + 1), output);
        }
        chooseFrom(Math.max(earlier, 0), last, size, output);
        choose(held.times()[last], held.values()[last], output);
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
        held.write(output);
        output.writeVarint(earlier + 1);
    }

    @Override
    public void read(StateInput input) {
        SavedFold.checkVersion(input, VERSION);
        chosen.read(input);
        hasBegun = input.readByte() != 0;
        origin = input.readLong();
        baseTime = input.readLong();
        baseValue = Double.longBitsToDouble(input.readLong());
        held.read(input);
        int size = held.size();
        earlier = SavedCount.read(input, size) - 1;
        if (hasBegun) {
            cellEnd = DownSampleFold.endOf(cells, size > 0 ? held.times()[size - 1] : origin);
        }
    }

    @Override
    public long memoryBytes() {
        return chosen.memoryBytes() + held.memoryBytes();
    }
}
