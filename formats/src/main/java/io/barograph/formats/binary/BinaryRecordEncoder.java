package io.barograph.formats.binary;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.formats.record.RecordEncoder;
import java.util.Arrays;

/** Writes rows as binary records. */
final class BinaryRecordEncoder implements RecordEncoder {
    /** The most that a value takes, a text's bytes not counted. */
    private static final int VALUE_BYTES = 16;

    private final Type[] types;
    private final int head;
    private byte[] out;
    private Batch bound = new Batch(new Column[0], 0);

    BinaryRecordEncoder(Schema schema) {
        this.types = new Type[schema.size()];
        for (int c = 0; c < types.length; c++) {
            types[c] = schema.type(c);
        }
        this.head = BinaryLayout.headBytes(types.length);
        this.out = new byte[head + VALUE_BYTES * types.length + 256];
    }

    @Override
    public void bind(Batch batch) {
        bound = batch;
    }

    @Override
    public byte[] encode(int row) {
        Arrays.fill(out, 0, head, (byte) 0);
        out[0] = BinaryLayout.VERSION;
        int at = head;
        for (int c = 0; c < types.length; c++) {
            Column column = bound.column(c);
            if (column.validity().isNull(row)) {
                out[1 + (c >>> 3)] |= (byte) (1 << (c & 7));
                continue;
            }
            room(at + VALUE_BYTES);
            at = value(column, types[c], row, at);
        }
        return Arrays.copyOf(out, at);
    }

    private int value(Column column, Type type, int row, int at) {
        switch (type.kind()) {
            case BOOLEAN -> {
                out[at] = (byte) (((BooleanColumn) column).values()[row] ? 1 : 0);
                return at + 1;
            }
            case BIGINT -> {
                long value = ((LongColumn) column).values()[row];
                return varint(value << 1 ^ value >> 63, at);
            }
            case TIMESTAMP, INTERVAL -> {
                BinaryLayout.LONG.set(out, at, ((LongColumn) column).values()[row]);
                return at + 8;
            }
            case DATE -> {
                BinaryLayout.INT.set(out, at, (int) ((LongColumn) column).values()[row]);
                return at + 4;
            }
            case DOUBLE -> {
                // Of all NaNs this makes one.
                BinaryLayout.LONG.set(out, at, Double.doubleToLongBits(((DoubleColumn) column).values()[row]));
                return at + 8;
            }
            case DECIMAL -> {
                DecimalColumn decimals = (DecimalColumn) column;
                BinaryLayout.LONG.set(out, at, decimals.low()[row]);
                BinaryLayout.LONG.set(out, at + 8, decimals.high()[row]);
                return at + 16;
            }
            case VARCHAR -> {
                return text((VarcharColumn) column, row, at);
            }
        }
        throw new AssertionError(type);
    }

    private int text(VarcharColumn texts, int row, int start) {
        Dictionary dictionary = texts.dictionary();
        int code = texts.codes()[row];
        int length = dictionary.length(code);
        int at = varint(length, start);
        room(Math.addExact(at, length));
        System.arraycopy(dictionary.bytes(), dictionary.offset(code), out, at, length);
        return at + length;
    }

    private int varint(long value, int start) {
        int at = start;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
        return at;
    }

    private void room(int end) {
        if (end > out.length) {
            out = Arrays.copyOf(out, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, out.length * 2L)));
        }
    }
}
