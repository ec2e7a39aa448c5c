package io.barograph.formats.arrow;

import io.barograph.formats.arrow.ArrowColumn.Stored;
import java.io.IOException;

/** The texts of one column of a record batch, in any of the ways that Arrow stores them. */
final class TextBuffers {
    private static final int INLINE = 12;

    private Stored stored = Stored.TEXT32;
    private byte[] places = {};
    private byte[][] data = {};

    /** The text last found is {@code bytes[offset .. offset + length)}. */
    byte[] bytes = {};

    int offset;
    int length;

    /** Reads the buffers behind the validity. */
    void begin(Body body, ArrowColumn column, Stored how) throws IOException {
        stored = how;
        int rows = body.rows();
        int first = body.buffer(column) + 1;
        if (how == Stored.VIEW) {
            places = body.read(first, (long) how.width() * rows);
            int count = body.variadic(column);
            if (count < 0 || count > body.buffers() - first - 1) {
                throw new IOException("it is damaged: " + count + " buffers of text");
            }
            data = new byte[count][];
            for (int i = 0; i < count; i++) {
                data[i] = body.read(first + 1 + i, 0);
            }
        } else {
            places = body.read(first, rows == 0 ? 0 : (long) how.width() * (rows + 1L));
            data = new byte[][] {body.read(first + 1, 0)};
        }
    }

    /** Finds the text of a row. */
    void find(int row) throws IOException {
        switch (stored) {
            case TEXT32 -> {
                int from = (int) Body.INT.get(places, 4 * row);
                set(data[0], from, (int) Body.INT.get(places, 4 * row + 4) - (long) from);
            }
            case TEXT64 -> {
                long from = (long) Body.LONG.get(places, 8 * row);
                set(data[0], from, (long) Body.LONG.get(places, 8 * row + 8) - from);
            }
            default -> {
                int at = 16 * row;
                int size = (int) Body.INT.get(places, at);
                if (size <= INLINE) {
                    set(places, at + 4, size);
                } else {
                    set(data[(int) Body.INT.get(places, at + 8)], (int) Body.INT.get(places, at + 12), size);
                }
            }
        }
    }

    private void set(byte[] source, long from, long size) throws IOException {
        if (from < 0 || size < 0 || from > source.length - Body.PADDING - size) {
            throw new IOException("it is damaged: a text lies outside its buffer");
        }
        bytes = source;
        offset = (int) from;
        length = (int) size;
    }
}
