package io.barograph.core.merge;

import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;

/** A column of a chunk that is being filled for a device. One that has had nothing but its usual value so far is absent. */
final class DeviceColumn {
    private final long usual;
    private LongBuffer longs = LongBuffer.allocate(0);
    private DoubleBuffer doubles = DoubleBuffer.allocate(0);
    private boolean absent;

    /** @param usual what an absent column stands for */
    DeviceColumn(long usual) {
        this.usual = usual;
    }

    /** Begins a chunk. */
    void begin(ByteBuffer buffer) {
        longs = buffer.order(ByteOrder.nativeOrder()).asLongBuffer();
        doubles = buffer.order(ByteOrder.nativeOrder()).asDoubleBuffer();
        absent = true;
    }

    boolean isAbsent() {
        return absent;
    }

    /** Puts values behind the rows that are there. */
    void put(int filled, long[] values, int from, int count) {
        appear(filled);
        longs.put(filled, values, from, count);
    }

    /** The same for a column of doubles, of what is carried as a long, of DECIMALs' lower words, or of truths, as 0 and 1. */
    void put(int filled, Column column, int from, int count) {
        appear(filled);
        if (column instanceof DoubleColumn values) {
            doubles.put(filled, values.values(), from, count);
        } else if (column instanceof BooleanColumn truths) {
            for (int i = 0; i < count; i++) {
                longs.put(filled + i, truths.values()[from + i] ? 1 : 0);
            }
        } else {
            longs.put(filled, words(column), from, count);
        }
    }

    private static long[] words(Column column) {
        return column instanceof DecimalColumn decimals ? decimals.low() : ((LongColumn) column).values();
    }

    /** Puts usual values there. */
    void putUsual(int filled, int count) {
        if (!absent) {
            fill(filled, filled + count);
        }
    }

    private void appear(int filled) {
        if (absent) {
            fill(0, filled);
            absent = false;
        }
    }

    private void fill(int from, int to) {
        for (int i = from; i < to; i++) {
            longs.put(i, usual);
        }
    }
}
