package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.Arrays;

/** One value of a column, NULL or not, kept from row to row. */
final class HeldValue {
    /** Above this many texts a codec is made anew with the next key. */
    private static final int MOST_TEXTS = 1 << 16;

    private final Type type;
    private ValueCodec codec;
    private long value;
    private boolean present;
    private long[] encoded = new long[0];
    private Validity validity = Validity.ALL;

    HeldValue(Type type) {
        this.type = type;
        this.codec = new ValueCodec(type);
    }

    /** Becomes NULL. */
    void clear() {
        present = false;
        value = 0;
        if (codec.isCoded() && codec.dictionary().size() > MOST_TEXTS) {
            codec = new ValueCodec(type);
        }
    }

    /** Looks at a column's values, from which {@link #hold} takes one. */
    void over(Batch batch, int column) {
        over(batch.column(column), batch.size());
    }

    /** As {@link #over(Batch, int)}, of a column of the value's type. */
    void over(Column values, int size) {
        encoded = codec.encode(values, size);
        validity = values.validity();
    }

    /** Whether a row has another value. NULL is equal to NULL. */
    boolean differs(int row) {
        return validity.isPresent(row) != present || present && encoded[row] != value;
    }

    void hold(int row) {
        present = validity.isPresent(row);
        value = present ? encoded[row] : 0;
    }

    /** A column of this value, so many times. */
    Column repeated(int count) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return column(values, count, present ? Validity.ALL : Validity.of(new long[Validity.wordCount(count)]));
    }

    /** A column of values that {@link #value} gave since the key began; the array may become the column's own. */
    Column column(long[] values, int count, Validity present) {
        return codec.decode(values, count, present);
    }

    boolean isPresent() {
        return present;
    }

    /** The value in the form of {@link ValueCodec}; 0 where NULL. */
    long value() {
        return value;
    }

    /** Whether a row of the column that is looked at has a value. */
    boolean isPresent(int row) {
        return validity.isPresent(row);
    }

    /** That row's value, where it has one. */
    long value(int row) {
        return encoded[row];
    }

    void write(StateOutput output) {
        output.writeByte(present ? 1 : 0);
        if (present) {
            codec.write(value, output);
        }
    }

    void read(StateInput input) {
        present = input.readByte() != 0;
        value = present ? codec.read(input) : 0;
    }

    long memoryBytes() {
        return 64 + codec.memoryBytes();
    }
}
