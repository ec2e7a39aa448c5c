package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.SavedFold;
import java.util.function.Consumer;

/**
 * Goes along a key's rows and remembers the last one that came out.
 *
 * <p><b>Saved layout</b>, version 1: whether a row has come out; then its time and the watched columns' values.
 */
final class DeadBandFold implements Fold {
    private static final int VERSION = 1;

    private final DeadBandOperator operator;
    private final int[] columns;
    private final boolean[] numeric;
    private final HeldValue[] told;
    private final BatchCompactor compactor;
    private final int[] positions = new int[Batch.CAPACITY];
    private boolean started;
    private long lastTime;

    DeadBandFold(DeadBandOperator operator, Schema input) {
        this.operator = operator;
        this.columns = operator.columns().stream().mapToInt(Integer::intValue).toArray();
        this.numeric = new boolean[columns.length];
        this.told = new HeldValue[columns.length];
        for (int i = 0; i < columns.length; i++) {
            numeric[i] = input.type(columns[i]).isNumeric();
            told[i] = new HeldValue(numeric[i] ? Type.DOUBLE : input.type(columns[i]));
        }
        this.compactor = BatchCompactor.of(input);
        begin();
    }

    @Override
    public void begin() {
        started = false;
        lastTime = 0;
        for (HeldValue value : told) {
            value.clear();
        }
    }

    @Override
    public void accept(Batch rows, Consumer<Batch> output) {
        for (int i = 0; i < columns.length; i++) {
            told[i].over(
                    numeric[i] ? Numbers.of(rows.column(columns[i]), rows.size()) : rows.column(columns[i]),
                    rows.size());
        }
        LongColumn times = (LongColumn) rows.column(operator.time());
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (times.validity().isNull(row)) {
                continue;
            }
            long time = times.values()[row];
            boolean isLate = Long.compareUnsigned(time - lastTime, operator.maxSilence()) >= 0;
            if (!started || isLate || differs(row)) {
                started = true;
                lastTime = time;
                for (HeldValue value : told) {
                    value.hold(row);
                }
                positions[count++] = row;
            }
        }
        if (count > 0) {
            output.accept(compactor.compact(rows, positions, count));
        }
    }

    private boolean differs(int row) {
        for (int i = 0; i < told.length; i++) {
            HeldValue last = told[i];
            if (last.differs(row) && !(numeric[i] && last.isPresent() && last.isPresent(row) && isWithin(last, row))) {
                return true;
            }
        }
        return false;
    }

    /** Whether two numbers are no further apart than the threshold; NaN is far from all, an infinity from all but itself. */
    private boolean isWithin(HeldValue last, int row) {
        double difference = ValueCodec.toDouble(last.value(row)) - ValueCodec.toDouble(last.value());
        return Math.abs(difference) <= operator.threshold();
    }

    @Override
    public void end(Consumer<Batch> output) {}

    @Override
    public void write(StateOutput output) {
        output.writeByte(VERSION);
        output.writeByte(started ? 1 : 0);
        if (started) {
            output.writeLong(lastTime);
            for (HeldValue value : told) {
                value.write(output);
            }
        }
    }

    @Override
    public void read(StateInput input) {
        SavedFold.checkVersion(input, VERSION);
        started = input.readByte() != 0;
        if (started) {
            lastTime = input.readLong();
            for (HeldValue value : told) {
                value.read(input);
            }
        }
    }

    @Override
    public long memoryBytes() {
        long bytes = 64;
        for (HeldValue value : told) {
            bytes += value.memoryBytes();
        }
        return bytes;
    }
}
