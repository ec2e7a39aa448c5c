package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.SavedFold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Goes along a key's rows and gives out each run when the row behind it comes.
 *
 * <p><b>Saved layout</b>, version 1: whether a row with a time has come; then the keys and states, the run's first and last time and
 * its rows.
 */
final class RunsFold implements Fold {
    private static final int VERSION = 1;

    private final RunsOperator operator;
    /** The keys, then the states. */
    private final List<HeldValue> held = new ArrayList<>();

    private final int[] columns;
    private boolean started;
    private long firstTime;
    private long lastTime;
    private long rows;

    /** Runs to be given out: the values of keys and states by column, and where they are present; durations last. */
    private final long[][] values;

    private final long[][] present;
    private final long[] starts = new long[Batch.CAPACITY];
    private final long[] ends = new long[Batch.CAPACITY];
    private final long[] durations = new long[Batch.CAPACITY];
    private final long[] counts = new long[Batch.CAPACITY];
    private int count;

    RunsFold(RunsOperator operator, Schema input) {
        this.operator = operator;
        List<Integer> all = new ArrayList<>(operator.keys());
        all.addAll(operator.states());
        this.columns = all.stream().mapToInt(Integer::intValue).toArray();
        for (int column : columns) {
            held.add(new HeldValue(input.type(column)));
        }
        this.values = new long[columns.length][Batch.CAPACITY];
        this.present = new long[columns.length + 1][Validity.wordCount(Batch.CAPACITY)];
        begin();
    }

    @Override
    public void begin() {
        started = false;
        firstTime = 0;
        lastTime = 0;
        rows = 0;
        held.forEach(HeldValue::clear);
    }

    @Override
    public void accept(Batch batch, Consumer<Batch> output) {
        for (int i = 0; i < columns.length; i++) {
            held.get(i).over(batch, columns[i]);
        }
        LongColumn times = (LongColumn) batch.column(operator.time());
        for (int row = 0; row < batch.size(); row++) {
            if (times.validity().isNull(row)) {
                continue;
            }
            long time = times.values()[row];
            if (started && Long.compareUnsigned(time - lastTime, operator.maxGap()) > 0) {
                give(lastTime, output);
                hold(row, time);
            } else if (!started) {
                hold(row, time);
            } else if (isOther(row)) {
                give(time, output);
                hold(row, time);
            }
            started = true;
            lastTime = time;
            rows++;
        }
        flush(output);
    }

    private boolean isOther(int row) {
        for (int i = operator.keys().size(); i < columns.length; i++) {
            if (held.get(i).differs(row)) {
                return true;
            }
        }
        return false;
    }

    private void hold(int row, long time) {
        for (HeldValue value : held) {
            value.hold(row);
        }
        firstTime = time;
        rows = 0;
    }

    private void give(long end, Consumer<Batch> output) {
        for (int i = 0; i < columns.length; i++) {
            values[i][count] = held.get(i).value();
            if (held.get(i).isPresent()) {
                Validity.setPresent(present[i], count);
            }
        }
        starts[count] = firstTime;
        ends[count] = end;
        durations[count] = end - firstTime;
        // Longer than an INTERVAL can be, 292 years, it is NULL.
        if (durations[count] >= 0) {
            Validity.setPresent(present[columns.length], count);
        }
        counts[count++] = rows;
        if (count == Batch.CAPACITY) {
            flush(output);
        }
    }

    private void flush(Consumer<Batch> output) {
        if (count == 0) {
            return;
        }
        Column[] runs = new Column[columns.length + 4];
        for (int i = 0; i < columns.length; i++) {
            runs[i] = held.get(i).column(values[i], count, Validity.of(present[i]));
        }
        runs[columns.length] = new LongColumn(Type.TIMESTAMP, starts, Validity.ALL);
        runs[columns.length + 1] = new LongColumn(Type.TIMESTAMP, ends, Validity.ALL);
        runs[columns.length + 2] = new LongColumn(Type.INTERVAL, durations, Validity.of(present[columns.length]));
        runs[columns.length + 3] = new LongColumn(Type.BIGINT, counts, Validity.ALL);
        output.accept(new Batch(runs, count));
        for (long[] words : present) {
            Arrays.fill(words, 0);
        }
        count = 0;
    }

    @Override
    public void end(Consumer<Batch> output) {
        if (started) {
            give(lastTime, output);
            flush(output);
        }
    }

    @Override
    public void write(StateOutput output) {
        output.writeByte(VERSION);
        output.writeByte(started ? 1 : 0);
        if (started) {
            held.forEach(value -> value.write(output));
            output.writeLong(firstTime);
            output.writeLong(lastTime);
            output.writeVarint(rows);
        }
    }

    @Override
    public void read(StateInput input) {
        SavedFold.checkVersion(input, VERSION);
        started = input.readByte() != 0;
        if (started) {
            held.forEach(value -> value.read(input));
            firstTime = input.readLong();
            lastTime = input.readLong();
            rows = input.readVarint();
        }
    }

    @Override
    public long memoryBytes() {
        return 8L * Batch.CAPACITY * (columns.length + 4)
                + held.stream().mapToLong(HeldValue::memoryBytes).sum();
    }
}
