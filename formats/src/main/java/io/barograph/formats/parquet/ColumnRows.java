package io.barograph.formats.parquet;

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
import org.jspecify.annotations.Nullable;

/**
 * One column of a row group to be written: its values without the NULLs, and which rows have one. Values are longs: of
 * doubles their bits, of booleans 0 and 1, of texts codes of {@link #texts}, of DECIMALs the low halves.
 */
final class ColumnRows {
    final Type type;
    final long[] values;
    /** Of DECIMALs, the high halves. */
    final long[] high;

    final long[] present;
    /** Values before each page's first row are counted by whoever cuts pages. */
    int rows;

    int count;
    /** The texts that the group has, in the order of their first appearance. */
    Dictionary texts = new Dictionary();

    private @Nullable Dictionary source;
    private int[] translated = {};

    ColumnRows(Type type, int capacity) {
        this.type = type;
        values = new long[capacity];
        high = type.isDecimal() ? new long[capacity] : new long[0];
        present = new long[Bitmap.words(capacity) + 1];
    }

    void clear() {
        rows = 0;
        count = 0;
        Arrays.fill(present, 0);
        texts = new Dictionary();
        source = null;
    }

    /** Appends a batch's rows. */
    void append(Column column, int from, int size) {
        Validity validity = column.validity();
        for (int i = 0; i < size; ) {
            if (validity.isNull(from + i)) {
                i++;
                continue;
            }
            int run = i + 1;
            while (run < size && validity.isPresent(from + run)) {
                run++;
            }
            Bitmap.set(present, rows + i, run - i);
            appendPresent(column, from + i, run - i);
            i = run;
        }
        rows += size;
    }

    private void appendPresent(Column column, int from, int size) {
        if (column instanceof LongColumn longs) {
            System.arraycopy(longs.values(), from, values, count, size);
        } else if (column instanceof DoubleColumn doubles) {
            double[] numbers = doubles.values();
            for (int i = 0; i < size; i++) {
                values[count + i] = Double.doubleToRawLongBits(numbers[from + i]);
            }
        } else if (column instanceof VarcharColumn varchar) {
            translate(varchar, from, size);
        } else if (column instanceof BooleanColumn booleans) {
            for (int i = 0; i < size; i++) {
                values[count + i] = booleans.values()[from + i] ? 1 : 0;
            }
        } else {
            DecimalColumn decimals = (DecimalColumn) column;
            System.arraycopy(decimals.low(), from, values, count, size);
            System.arraycopy(decimals.high(), from, high, count, size);
        }
        count += size;
    }

    private void translate(VarcharColumn column, int from, int size) {
        Dictionary dictionary = column.dictionary();
        if (dictionary != source) {
            source = dictionary;
            translated = new int[dictionary.size()];
            Arrays.fill(translated, -1);
        } else if (translated.length < dictionary.size()) {
            int known = translated.length;
            translated = Arrays.copyOf(translated, dictionary.size());
            Arrays.fill(translated, known, translated.length, -1);
        }
        for (int i = 0; i < size; i++) {
            int code = column.codes()[from + i];
            int own = translated[code];
            if (own < 0) {
                own = texts.intern(
                        dictionary.bytes(), dictionary.offset(code), dictionary.length(code), dictionary.hash(code));
                translated[code] = own;
            }
            values[count + i] = own;
        }
    }
}
