package io.barograph.core.expr;

import io.barograph.core.column.Dictionary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The UTF-8 text that a text function makes. */
final class TextBuffer {
    private byte[] bytes = new byte[64];
    private int size;

    void clear() {
        size = 0;
    }

    void append(byte[] source, int from, int to) {
        int end = Math.addExact(size, to - from);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
        System.arraycopy(source, from, bytes, size, to - from);
        size = end;
    }

    void append(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        append(utf8, 0, utf8.length);
    }

    int internIn(Dictionary dictionary) {
        return dictionary.intern(bytes, 0, size);
    }
}
