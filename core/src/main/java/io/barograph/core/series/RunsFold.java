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

    RunsFold(RunsOperator operator, Schema input) {
        this.operator = operator;
        List<Integer> all = new ArrayList<>(operator.keys());
        all.addAll(operator.states());
        this.columns = all.stream().mapToInt(Integer::intValue).toArray();
        for (int column : columns) {
            held.add(new HeldValue(input.type(column)));
        }
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
        Column[] run = new Column[columns.length + 4];
        for (int i = 0; i < columns.length; i++) {
            run[i] = held.get(i).repeated(1);
        }
        run[columns.length] = column(Type.TIMESTAMP, firstTime);
        run[columns.length + 1] = column(Type.TIMESTAMP, end);
        run[columns.length + 2] = duration(end);
        run[columns.length + 3] = column(Type.BIGINT, rows);
        output.accept(new Batch(run, 1));
    }

    /** NULL where it is longer than an INTERVAL can be: 292 years. */
    private Column duration(long end) {
        long length = end - firstTime;
        return length >= 0
                ? column(Type.INTERVAL, length)
                : new LongColumn(Type.INTERVAL, new long[1], Validity.of(new long[1]));
    }

    private static Column column(Type type, long value) {
        return new LongColumn(type, new long[] {value}, Validity.ALL);
    }

    @Override
    public void end(Consumer<Batch> output) {
        if (started) {
            give(lastTime, output);
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
        return 64 + held.stream().mapToLong(HeldValue::memoryBytes).sum();
    }
}
