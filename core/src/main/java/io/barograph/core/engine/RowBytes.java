package io.barograph.core.engine;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows as canonical bytes: equal rows of one schema, wherever they come from, have equal bytes. A row is its values in order; a value
 * is a tag byte and its content, numbers big-endian:
 *
 * <pre>
 * 0  NULL
 * 1  BOOLEAN    1 byte, 0 or 1
 * 2  BIGINT     8 bytes
 * 3  DOUBLE     8 bytes: the IEEE 754 bits, -0.0 as 0.0, every NaN as 0x7ff8000000000000
 * 4  VARCHAR    4 bytes length, then so many bytes of UTF-8
 * 5  TIMESTAMP  8 bytes: nanoseconds since the epoch
 * 6  INTERVAL   8 bytes: nanoseconds
 * 7  DATE       8 bytes: days since the epoch
 * 8  DECIMAL    1 byte scale, then 16 bytes: the integer, two's complement
 * </pre>
 *
 * <p>Used by one thread.
 */
public final class RowBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] row = new byte[256];

    /** Encodes the row at a position into {@link #bytes()}, from its start, and returns the length. */
    public int encode(Batch batch, int position) {
        int length = 0;
        for (Column column : batch.columns()) {
            length = append(column, position, length);
        }
        return length;
    }

    /** The array that the last {@link #encode} filled. Overwritten by the next. */
    public byte[] bytes() {
        return row;
    }

    private int append(Column column, int position, int at) {
        reserve(at + 18);
        if (column.validity().isNull(position)) {
            row[at] = 0;
            return at + 1;
        }
        if (column instanceof LongColumn longs) {
            row[at] = tag(longs.type());
            LONG.set(row, at + 1, longs.values()[position]);
            return at + 9;
        } else if (column instanceof DoubleColumn doubles) {
            row[at] = 3;
            // Adding 0.0 turns -0.0 into 0.0; doubleToLongBits has one NaN.
            LONG.set(row, at + 1, Double.doubleToLongBits(doubles.values()[position] + 0.0));
            return at + 9;
        } else if (column instanceof BooleanColumn booleans) {
            row[at] = 1;
            row[at + 1] = (byte) (booleans.values()[position] ? 1 : 0);
            return at + 2;
        }
        if (column instanceof DecimalColumn decimals) {
            row[at] = 8;
            row[at + 1] = (byte) decimals.type().scale();
            LONG.set(row, at + 2, decimals.high()[position]);
            LONG.set(row, at + 10, decimals.low()[position]);
            return at + 18;
        }
        VarcharColumn texts = (VarcharColumn) column;
        Dictionary dictionary = texts.dictionary();
        int code = texts.codes()[position];
        int length = dictionary.length(code);
        reserve(at + 5 + length);
        row[at] = 4;
        INT.set(row, at + 1, length);
        System.arraycopy(dictionary.bytes(), dictionary.offset(code), row, at + 5, length);
        return at + 5 + length;
    }

    private static byte tag(Type type) {
        return (byte) (type == Type.BIGINT ? 2 : type == Type.TIMESTAMP ? 5 : type == Type.INTERVAL ? 6 : 7);
    }

    private void reserve(int length) {
        if (length > row.length) {
            row = Arrays.copyOf(row, Math.max(length, row.length * 2));
        }
    }
}
