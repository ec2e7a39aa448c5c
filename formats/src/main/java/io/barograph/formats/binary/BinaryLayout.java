package io.barograph.formats.binary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What encoder and decoder agree on. */
final class BinaryLayout {
    /** The first byte of every record. */
    static final byte VERSION = 1;

    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The most bytes of a number that is written in groups of seven bits. */
    static final int MAX_VARINT_BYTES = 10;

    private BinaryLayout() {}

    /** Bytes before the first value: the version, and a bit a column that says whether it is NULL. */
    static int headBytes(int columns) {
        return 1 + (columns + 7 >>> 3);
    }
}
