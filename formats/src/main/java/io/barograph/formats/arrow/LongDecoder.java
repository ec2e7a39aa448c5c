package io.barograph.formats.arrow;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.text.DateText;
import io.barograph.formats.arrow.ArrowColumn.Stored;
import java.io.IOException;

/** Integers, dates, times and durations. */
final class LongDecoder extends ColumnDecoder {
    private final Type type;
    private final long[] values = new long[Batch.CAPACITY];
    private byte[] bytes = {};
    private Stored stored = Stored.INT64;
    private long factor = 1;

    LongDecoder(Type type) {
        this.type = type;
    }

    @Override
    void beginValues(Body body, ArrowColumn column, Dictionaries dictionaries) throws IOException {
        stored = column.stored();
        factor = column.factor();
        bytes = body.read(body.buffer(column) + 1, (long) stored.width() * body.rows());
    }

    @Override
    Column read(int from, int count, Validity present) {
        copy(bytes, stored, from, count, values);
        if (type == Type.DATE) {
            for (int i = 0; i < count; i++) {
                values[i] = Math.floorDiv(values[i], factor);
            }
            limit(count, present, -DateText.MAX_DAY, DateText.MAX_DAY);
        } else if (stored == Stored.UINT64) {
            limit(count, present, 0, Long.MAX_VALUE);
        } else if (factor > 1) {
            limit(count, present, Long.MIN_VALUE / factor, Long.MAX_VALUE / factor);
            for (int i = 0; i < count; i++) {
                values[i] *= factor;
            }
        }
        return new LongColumn(type, values, present);
    }

    /** Copies integers of any width. */
    static void copy(byte[] bytes, Stored stored, int from, int count, long[] values) {
        int at = stored.width() * from;
        switch (stored) {
            case INT8, UINT8 -> {
                int mask = stored == Stored.UINT8 ? 0xFF : -1;
                for (int i = 0; i < count; i++) {
                    values[i] = bytes[at + i] & mask;
                }
            }
            case INT16, UINT16 -> {
                for (int i = 0; i < count; i++, at += 2) {
                    int value = bytes[at] & 0xFF | bytes[at + 1] << 8;
                    values[i] = stored == Stored.UINT16 ? value & 0xFFFF : value;
                }
            }
            case INT32, UINT32, DECIMAL32 -> {
                long mask = stored == Stored.UINT32 ? 0xFFFF_FFFFL : -1;
                for (int i = 0; i < count; i++, at += 4) {
                    values[i] = (int) Body.INT.get(bytes, at) & mask;
                }
            }
            default -> {
                for (int i = 0; i < count; i++, at += 8) {
                    values[i] = (long) Body.LONG.get(bytes, at);
                }
            }
        }
    }

    private void limit(int count, Validity present, long least, long most) {
        for (int i = 0; i < count; i++) {
            if ((values[i] < least || values[i] > most) && present.isPresent(i)) {
                exceed(i);
            }
        }
    }

    @Override
    String reason(int row) {
        return stored == Stored.UINT64
                ? "an integer of more than 63 bits does not fit a BIGINT"
                : "a time beyond what a " + type + " can be";
    }
}
