package io.barograph.detect;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.util.List;

/** The columns that say whose rows these are, kept for the rows that silence makes. */
final class HeldKey {
    private static final Validity NOTHING = Validity.of(new long[1]);

    private final Schema input;
    private final int[] keys;
    private final int time;
    /** One row of all the input's columns, of which only the keys hold values. */
    private final Column[] row;

    private final long[] times = new long[1];
    private boolean present;

    HeldKey(Schema input, List<Integer> keys, int time) {
        this.input = input;
        this.keys = keys.stream().mapToInt(Integer::intValue).toArray();
        this.time = time;
        this.row = new Column[input.size()];
        clear();
    }

    /** Forgets the key. */
    void clear() {
        for (int i = 0; i < row.length; i++) {
            row[i] = nothing(input.type(i));
        }
        row[time] = new LongColumn(input.type(time), times, Validity.ALL);
        present = false;
    }

    boolean isPresent() {
        return present;
    }

    /** Copies the key from the first row of a batch, texts too: a dictionary may be large, and a key is held for long. */
    void hold(Batch batch) {
        StateOutput copy = new StateOutput();
        for (int key : keys) {
            write(batch.column(key), copy);
        }
        readValues(new StateInput(copy.toByteArray()));
        present = true;
    }

    /** A batch of one row: the key at a time, all else NULL. Valid until the next call. */
    Batch rowAt(long certain) {
        times[0] = certain;
        return new Batch(row, 1);
    }

    void write(StateOutput output) {
        output.writeByte(present ? 1 : 0);
        if (!present) {
            return;
        }
        for (int key : keys) {
            write(row[key], output);
        }
    }

    /** Writes a column's first value. */
    private static void write(Column column, StateOutput output) {
        boolean isPresent = column.validity().isPresent(0);
        output.writeByte(isPresent ? 1 : 0);
        if (!isPresent) {
            return;
        }
        if (column instanceof LongColumn longs) {
            output.writeLong(longs.values()[0]);
        } else if (column instanceof DoubleColumn doubles) {
            States.writeDouble(output, doubles.values()[0]);
        } else if (column instanceof BooleanColumn booleans) {
            output.writeByte(booleans.values()[0] ? 1 : 0);
        } else if (column instanceof DecimalColumn decimals) {
            output.writeLong(decimals.high()[0]);
            output.writeLong(decimals.low()[0]);
        } else if (column instanceof VarcharColumn texts) {
            Dictionary dictionary = texts.dictionary();
            int code = texts.codes()[0];
            output.writeVarint(dictionary.length(code));
            output.writeBytes(dictionary.bytes(), dictionary.offset(code), dictionary.length(code));
        }
    }

    void read(StateInput state) {
        present = state.readByte() != 0;
        if (!present) {
            return;
        }
        readValues(state);
    }

    private void readValues(StateInput state) {
        for (int key : keys) {
            Type type = input.type(key);
            row[key] = state.readByte() == 0 ? nothing(type) : readValue(type, state);
        }
    }

    private static Column readValue(Type type, StateInput state) {
        return switch (type.kind()) {
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(type, new long[] {state.readLong()}, Validity.ALL);
            case DOUBLE -> new DoubleColumn(new double[] {States.readDouble(state)}, Validity.ALL);
            case BOOLEAN -> new BooleanColumn(new boolean[] {state.readByte() != 0}, Validity.ALL);
            case DECIMAL ->
                new DecimalColumn(type, new long[] {state.readLong()}, new long[] {state.readLong()}, Validity.ALL);
            case VARCHAR -> {
                byte[] text = state.readBytes(States.readCount(state, Integer.MAX_VALUE));
                Dictionary dictionary = new Dictionary();
                dictionary.intern(text, 0, text.length);
                yield new VarcharColumn(new int[1], dictionary, Validity.ALL);
            }
        };
    }

    private static Column nothing(Type type) {
        return switch (type.kind()) {
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(type, new long[1], NOTHING);
            case DOUBLE -> new DoubleColumn(new double[1], NOTHING);
            case BOOLEAN -> new BooleanColumn(new boolean[1], NOTHING);
            case DECIMAL -> new DecimalColumn(type, new long[1], new long[1], NOTHING);
            case VARCHAR -> new VarcharColumn(new int[1], emptyText(), NOTHING);
        };
    }

    /** A text at code 0, where every column's code must lie within its dictionary. */
    private static Dictionary emptyText() {
        Dictionary dictionary = new Dictionary();
        dictionary.intern("");
        return dictionary;
    }

    /** Bytes of heap, roughly: a row of short arrays. */
    long memoryBytes() {
        return 64L * row.length;
    }
}
