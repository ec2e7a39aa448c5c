package io.barograph.formats.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays. */
final class Bytes {
    /** Decoders load eight bytes at a time: so many more must stand behind the last byte that matters. */
    static final int SLACK = 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    static long longAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static int intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static void putLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    static void putInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    /** The array, or a larger one with nothing in it. */
    static byte[] atLeast(byte[] bytes, int length) {
        return bytes.length >= length ? bytes : new byte[Math.max(length, bytes.length + (bytes.length >> 1))];
    }

    /** Throws {@link Damage} where a piece of so many bytes does not fit into {@code [from, to)}. */
    static void check(int from, long length, int to) {
        if (length < 0 || length > to - from) {
            throw new Damage(length + " bytes are announced where " + (to - from) + " are left");
        }
    }
}
