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
        int done = 0;
        // Eight at a time: shifts by constants, without a chain from one to the next.
        for (; done + 8 <= count; done += 8) {
            int at = from + done;
            int eight = (values[at] ? 1 : 0)
                    | (values[at + 1] ? 2 : 0)
                    | (values[at + 2] ? 4 : 0)
                    | (values[at + 3] ? 8 : 0)
                    | (values[at + 4] ? 16 : 0)
                    | (values[at + 5] ? 32 : 0)
                    | (values[at + 6] ? 64 : 0)
                    | (values[at + 7] ? 128 : 0);
            bits |= (long) eight << done;
        }
        for (; done < count; done++) {
            bits |= (values[from + done] ? 1L : 0L) << done;
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
