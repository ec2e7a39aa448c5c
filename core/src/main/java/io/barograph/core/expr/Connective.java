package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;
import java.util.Arrays;

/**
 * {@code AND} and {@code OR} of any number of columns, in three values. Where nothing is NULL it is a plain loop;
 * otherwise 64 positions at a time, as one word of the certainly true and one of the certainly false.
 */
final class Connective implements Kernel {
    private final boolean conjunction;
    private final boolean[] out = new boolean[Batch.CAPACITY];
    private final long[] trueWords = new long[Validity.wordCount(Batch.CAPACITY)];
    private final long[] falseWords = new long[Validity.wordCount(Batch.CAPACITY)];

    Connective(boolean conjunction) {
        this.conjunction = conjunction;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        return result.validity().hasNulls() ? threeValued(arguments, size) : twoValued(arguments, size);
    }

    private Column twoValued(Column[] arguments, int size) {
        System.arraycopy(((BooleanColumn) arguments[0]).values(), 0, out, 0, size);
        for (int k = 1; k < arguments.length; k++) {
            boolean[] values = ((BooleanColumn) arguments[k]).values();
            if (conjunction) {
                for (int i = 0; i < size; i++) {
                    out[i] &= values[i];
                }
            } else {
                for (int i = 0; i < size; i++) {
                    out[i] |= values[i];
                }
            }
        }
        return new BooleanColumn(out, Validity.ALL);
    }

    private Column threeValued(Column[] arguments, int size) {
        int words = Validity.wordCount(size);
        Arrays.fill(trueWords, 0, words, conjunction ? -1 : 0);
        Arrays.fill(falseWords, 0, words, conjunction ? 0 : -1);
        for (Column argument : arguments) {
            BooleanColumn column = (BooleanColumn) argument;
            for (int word = 0; word < words; word++) {
                long present = Bits.present(column.validity(), word);
                long bits = Bits.pack(column.values(), word, size);
                if (conjunction) {
                    trueWords[word] &= present & bits;
                    falseWords[word] |= present & ~bits;
                } else {
                    trueWords[word] |= present & bits;
                    falseWords[word] &= present & ~bits;
                }
            }
        }
        long[] known = new long[words];
        for (int word = 0; word < words; word++) {
            known[word] = trueWords[word] | falseWords[word];
        }
        for (int i = 0; i < size; i++) {
            out[i] = (trueWords[i >> 6] >>> i & 1) != 0;
        }
        return new BooleanColumn(out, Validity.of(known));
    }
}
