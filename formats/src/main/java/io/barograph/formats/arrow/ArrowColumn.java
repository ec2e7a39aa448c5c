package io.barograph.formats.arrow;

import io.barograph.core.column.Type;

/**
 * A column of a file that can be read: what it becomes, and where its buffers are among those of a record batch.
 *
 * @param factor nanoseconds, or for dates milliseconds, of one unit; 1 for what is no time
 * @param node index among a batch's nodes
 * @param buffer index of its first buffer, that of the validity
 * @param view index among the columns with a variable number of buffers, all of which lie before {@code buffer} but this one's
 * @param dictionary number of the dictionary that its values are indexes into; -1 where they are the values
 */
record ArrowColumn(
        String name, Type type, Stored stored, long factor, int node, int buffer, int view, long dictionary) {
    /** How values lie in the buffers. */
    enum Stored {
        NONE(0),
        BIT(0),
        INT8(1),
        INT16(2),
        INT32(4),
        INT64(8),
        UINT8(1),
        UINT16(2),
        UINT32(4),
        UINT64(8),
        FLOAT32(4),
        FLOAT64(8),
        DECIMAL32(4),
        DECIMAL64(8),
        DECIMAL128(16),
        /** Text between 32-bit offsets. */
        TEXT32(4),
        /** Text between 64-bit offsets. */
        TEXT64(8),
        /** Text in views of 16 bytes. */
        VIEW(16);

        private final int width;

        Stored(int width) {
            this.width = width;
        }

        /** Bytes of a value, an offset or a view; 0 where it is less than one. */
        int width() {
            return width;
        }
    }

    /** Whether it may hold values that have no counterpart in the type. */
    boolean mayExceed() {
        return stored == Stored.UINT64 || factor > 1 || type == Type.DATE || type.isDecimal();
    }
}
