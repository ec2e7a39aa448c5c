package io.barograph.core.expr;

import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Validity;

/** Positions as bits of words, as in {@link Validity}. */
final class Bits {
    private Bits() {}

    /** Word {@code word} of a validity. */
    static long present(Validity validity, int word) {
        long[] words = validity.words();
        return words == null ? -1 : words[word];
    }

    /** 64 booleans as a word; bits at and beyond the size are 0. */
    static long pack(boolean[] values, int word, int size) {
        int from = word << 6;
        int count = Math.min(64, size - from);
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= (values[from + i] ? 1L : 0L) << i;
        }
        return bits;
    }

    /** The positions of 64 at which a condition is true: neither false nor NULL. */
    static long whereTrue(BooleanColumn condition, int word, int size) {
        return present(condition.validity(), word) & pack(condition.values(), word, size);
    }

    /** Those bits of a word that are below the size. */
    static long within(int word, int size) {
        int count = size - (word << 6);
        return count >= 64 ? -1 : (1L << count) - 1;
    }
}
