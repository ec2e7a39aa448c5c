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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The readings of one key that were chosen, on their way out: the key's columns, the time and the value.
 *
 * <p><b>Saved layout</b>: whether a row has come, and the keys. What was chosen has gone out by then.
 */
final class ChosenReadings {
    /** Takes readings. */
    interface Target {
        void accept(long time, double value);
    }

    private final DownSampleOperator operator;
    private final List<HeldValue> keys = new ArrayList<>();
    private boolean hasKey;
    private final long[] times = new long[Batch.CAPACITY];
    private final double[] values = new double[Batch.CAPACITY];
    private int chosen;

    ChosenReadings(DownSampleOperator operator, Schema input) {
        this.operator = operator;
        operator.keys().forEach(key -> keys.add(new HeldValue(input.type(key))));
    }

    /** As {@link Fold#begin}. */
    void begin() {
        hasKey = false;
        keys.forEach(HeldValue::clear);
    }

    /** Hands on the readings among the key's next rows: those with a time and a finite value. */
    void read(Batch rows, Target target) {
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
                target.accept(given.values()[row], numbers.values()[row] + 0.0);
            }
        }
    }

    /** One comes out. */
    void add(long time, double value, Consumer<Batch> output) {
        if (chosen == Batch.CAPACITY) {
            flush(output);
        }
        times[chosen] = time;
        values[chosen++] = value;
    }

    /** All that were added are out when it returns. */
    void flush(Consumer<Batch> output) {
        if (chosen == 0) {
            return;
        }
        Column[] columns = new Column[keys.size() + 2];
        for (int i = 0; i < keys.size(); i++) {
            columns[i] = keys.get(i).repeated(chosen);
        }
        columns[keys.size()] = new LongColumn(Type.TIMESTAMP, times, Validity.ALL);
        columns[keys.size() + 1] = new DoubleColumn(values, Validity.ALL);
        output.accept(new Batch(columns, chosen));
        chosen = 0;
    }

    void write(StateOutput output) {
        output.writeByte(hasKey ? 1 : 0);
        keys.forEach(key -> key.write(output));
    }

    void read(StateInput input) {
        hasKey = input.readByte() != 0;
        keys.forEach(key -> key.read(input));
    }

    /** Bytes of heap. */
    long memoryBytes() {
        return 16L * Batch.CAPACITY
                + keys.stream().mapToLong(HeldValue::memoryBytes).sum();
    }
}
