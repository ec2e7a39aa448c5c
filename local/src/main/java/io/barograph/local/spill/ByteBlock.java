package io.barograph.local.spill;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing block of bytes; numbers are little-endian. Not thread-safe. */
public final class ByteBlock {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[1 << 10];
    private int length;

    /** The bytes, of which the first {@link #length} count. A view. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes have been put. */
    public int length() {
        return length;
    }

    /** A copy of what was put. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Forgets what was put. */
    public void reset() {
        length = 0;
    }

    long memoryBytes() {
        return bytes.length;
    }

    /** Appends a byte. */
    public void putByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    /** Appends four bytes. */
    public void putInt(int value) {
        reserve(Integer.BYTES);
        INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    /** Appends eight bytes. */
    public void putLong(long value) {
        reserve(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    /** Appends some bytes of an array. */
    public void putBytes(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    void putInts(int[] values, int count) {
        reserve(count * Integer.BYTES);
        at(bytes, length).asIntBuffer().put(values, 0, count);
        length += count * Integer.BYTES;
    }

    void putLongs(long[] values, int count) {
        reserve(count * Long.BYTES);
        at(bytes, length).asLongBuffer().put(values, 0, count);
        length += count * Long.BYTES;
    }

    void putDoubles(double[] values, int count) {
        reserve(count * Double.BYTES);
        at(bytes, length).asDoubleBuffer().put(values, 0, count);
        length += count * Double.BYTES;
    }

    void putBooleans(boolean[] values, int count) {
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) (values[i] ? 1 : 0);
        }
        length += count;
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
    }

    /** The int at a position of a block's bytes. */
    public static int intAt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    /** The long at a position of a block's bytes. */
    public static long longAt(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    private static ByteBuffer at(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(offset);
    }

    /** Reads what a block holds. */
    static final class Input {
        private final byte[] bytes;
        private int at;

        /** @param from where the block begins */
        Input(byte[] bytes, int from) {
            this.bytes = bytes;
            this.at = from;
        }

        int getByte() {
            return bytes[at++];
        }

        int getInt() {
            at += Integer.BYTES;
            return (int) INT.get(bytes, at - Integer.BYTES);
        }

        long getLong() {
            at += Long.BYTES;
            return (long) LONG.get(bytes, at - Long.BYTES);
        }

        /** Passes some bytes and returns where they begin. */
        int skip(int count) {
            at += count;
            return at - count;
        }

        int[] getInts(int count) {
            int[] values = new int[count];
            at(bytes, skip(count * Integer.BYTES)).asIntBuffer().get(values);
            return values;
        }

        long[] getLongs(int count) {
            long[] values = new long[count];
            at(bytes, skip(count * Long.BYTES)).asLongBuffer().get(values);
            return values;
        }

        double[] getDoubles(int count) {
            double[] values = new double[count];
            at(bytes, skip(count * Double.BYTES)).asDoubleBuffer().get(values);
            return values;
        }

        boolean[] getBooleans(int count) {
            boolean[] values = new boolean[count];
            for (int i = 0; i < count; i++) {
                values[i] = bytes[at + i] != 0;
            }
            at += count;
            return values;
        }
    }
}
