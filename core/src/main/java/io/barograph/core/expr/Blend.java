package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.util.Arrays;

/** Puts a column together from positions of other columns. Positions that nobody gives a value are NULL. */
final class Blend {
    private final Type type;
    private final long[] present = new long[Validity.wordCount(Batch.CAPACITY)];
    /** Values carried as longs; of a DECIMAL the lower halves. */
    private final long[] longs;

    private final long[] highs;
    private final double[] doubles;
    private final boolean[] booleans;
    private final int[] codes;
    private final OutputDictionary output = new OutputDictionary();
    private Dictionary dictionary = output.begin();

    Blend(Type type) {
        this.type = type;
        highs = new long[type.isDecimal() ? Batch.CAPACITY : 0];
        longs = new long[type.isLong() || type.isDecimal() ? Batch.CAPACITY : 0];
        doubles = new double[type == Type.DOUBLE ? Batch.CAPACITY : 0];
        booleans = new boolean[type == Type.BOOLEAN ? Batch.CAPACITY : 0];
        codes = new int[type == Type.VARCHAR ? Batch.CAPACITY : 0];
    }

    /** Starts on a batch, every position NULL. */
    void begin(int size) {
        Arrays.fill(present, 0, Validity.wordCount(size), 0);
        if (type == Type.VARCHAR) {
            dictionary = output.begin();
            Arrays.fill(codes, 0, size, 0);
        }
    }

    /** Takes the source's values, NULL included, at the positions whose bits are set; none is at or beyond the size. */
    void take(Column source, long[] positions, int size) {
        int words = Validity.wordCount(size);
        for (int word = 0; word < words; word++) {
            present[word] |= positions[word] & Bits.present(source.validity(), word);
        }
        if (source instanceof LongColumn column) {
            takeLongs(column.values(), longs, positions, words);
        } else if (source instanceof DecimalColumn column) {
            takeLongs(column.high(), highs, positions, words);
            takeLongs(column.low(), longs, positions, words);
        } else if (source instanceof DoubleColumn column) {
            takeDoubles(column.values(), positions, words);
        } else if (source instanceof BooleanColumn column) {
            takeBooleans(column.values(), positions, words);
        } else {
            takeTexts((VarcharColumn) source, positions, words);
        }
    }

    /** The column; valid until the next {@link #begin}. */
    Column finish(int size) {
        int words = Validity.wordCount(size);
        boolean nulls = false;
        for (int word = 0; word < words; word++) {
            nulls |= (~present[word] & Bits.within(word, size)) != 0;
        }
        Validity validity = nulls ? Validity.of(Arrays.copyOf(present, words)) : Validity.ALL;
        return switch (type.kind()) {
            case BOOLEAN -> new BooleanColumn(booleans, validity);
            case DOUBLE -> new DoubleColumn(doubles, validity);
            case VARCHAR -> new VarcharColumn(codes, dictionary, validity);
            case DECIMAL -> new DecimalColumn(type, highs, longs, validity);
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(type, longs, validity);
        };
    }

    private static void takeLongs(long[] values, long[] target, long[] positions, int words) {
        for (int word = 0; word < words; word++) {
            int base = word << 6;
            if (positions[word] == -1) {
                System.arraycopy(values, base, target, base, 64);
                continue;
            }
            for (long bits = positions[word]; bits != 0; bits &= bits - 1) {
                int i = base + Long.numberOfTrailingZeros(bits);
                target[i] = values[i];
            }
        }
    }

    private void takeDoubles(double[] values, long[] positions, int words) {
        for (int word = 0; word < words; word++) {
            int base = word << 6;
            if (positions[word] == -1) {
                System.arraycopy(values, base, doubles, base, 64);
                continue;
            }
            for (long bits = positions[word]; bits != 0; bits &= bits - 1) {
                int i = base + Long.numberOfTrailingZeros(bits);
                doubles[i] = values[i];
            }
        }
    }

    private void takeBooleans(boolean[] values, long[] positions, int words) {
        for (int word = 0; word < words; word++) {
            int base = word << 6;
            for (long bits = positions[word]; bits != 0; bits &= bits - 1) {
                int i = base + Long.numberOfTrailingZeros(bits);
                booleans[i] = values[i];
            }
        }
    }

    private void takeTexts(VarcharColumn column, long[] positions, int words) {
        Dictionary source = column.dictionary();
        int[] translation = output.translation(source);
        int[] values = column.codes();
        for (int word = 0; word < words; word++) {
            int base = word << 6;
            long wanted = positions[word] & Bits.present(column.validity(), word);
            for (long bits = wanted; bits != 0; bits &= bits - 1) {
                int i = base + Long.numberOfTrailingZeros(bits);
                codes[i] = output.translate(translation, source, values[i]);
            }
        }
    }
}
