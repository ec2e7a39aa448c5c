package io.barograph.core.join;

import io.barograph.core.aggregate.Capacity;
import io.barograph.core.aggregate.DictionaryMapping;
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
 * All values of one column of the held rows, in one array: a row is gathered by one look into it. Texts share one
 * dictionary, so that what comes out of a join is codes.
 */
final class HeldColumn {
    private final Type type;
    private final Dictionary dictionary = new Dictionary();
    private final DictionaryMapping mapping = new DictionaryMapping(dictionary);
    /** Values carried as longs; of a DECIMAL the lower halves. */
    private long[] longs = new long[0];

    private long[] highs = new long[0];
    private double[] doubles = new double[0];
    private boolean[] booleans = new boolean[0];
    private int[] codes = new int[0];
    /** Null while every value is present. */
    private long @Nullable [] present;

    private int rows;

    HeldColumn(Type type) {
        this.type = type;
    }

    /** Copies the values of a batch's column. */
    void append(Column column, int size) {
        int capacity = rows + size + 1;
        appendValidity(column.validity(), size);
        if (column instanceof LongColumn source) {
            longs = appended(longs, source.values(), size);
        } else if (column instanceof DecimalColumn source) {
            highs = appended(highs, source.high(), size);
            longs = appended(longs, source.low(), size);
        } else if (column instanceof DoubleColumn source) {
            doubles = doubles.length < capacity
                    ? Arrays.copyOf(doubles, Capacity.grow(doubles.length, capacity))
                    : doubles;
            System.arraycopy(source.values(), 0, doubles, rows, size);
        } else if (column instanceof BooleanColumn source) {
            booleans = booleans.length < capacity
                    ? Arrays.copyOf(booleans, Capacity.grow(booleans.length, capacity))
                    : booleans;
            System.arraycopy(source.values(), 0, booleans, rows, size);
        } else if (column instanceof VarcharColumn source) {
            codes = codes.length < capacity ? Arrays.copyOf(codes, Capacity.grow(codes.length, capacity)) : codes;
            appendTexts(source, size);
        }
        rows += size;
    }

    private long[] appended(long[] before, long[] values, int size) {
        int capacity = rows + size + 1;
        long[] target =
                before.length < capacity ? Arrays.copyOf(before, Capacity.grow(before.length, capacity)) : before;
        System.arraycopy(values, 0, target, rows, size);
        return target;
    }

    private void appendTexts(VarcharColumn source, int size) {
        mapping.from(source.dictionary());
        int[] theirs = source.codes();
        Validity validity = source.validity();
        for (int i = 0; i < size; i++) {
            codes[rows + i] = validity.isPresent(i) ? mapping.code(theirs[i]) : 0;
        }
    }

    private void appendValidity(Validity validity, int size) {
        if (present == null && !validity.hasNulls()) {
            return;
        }
        int wanted = Validity.wordCount(rows + size + 1);
        if (present == null) {
            present = Validity.allPresent(rows + 1);
        }
        if (present.length < wanted) {
            present = Arrays.copyOf(present, Capacity.grow(present.length, wanted));
        }
        for (int i = 0; i < size; i++) {
            if (validity.isPresent(i)) {
                Validity.setPresent(present, rows + i);
            } else {
                Validity.setNull(present, rows + i);
            }
        }
    }

    /** The values as a column. A view. */
    Column column() {
        return over(present == null ? Validity.ALL : Validity.of(present));
    }

    /** The same with a NULL behind the last value, at the position that is the number of rows. A view. */
    Column columnAndNull() {
        long[] words = present == null
                ? Validity.allPresent(rows + 1)
                : Arrays.copyOf(present, Math.max(present.length, Validity.wordCount(rows + 1)));
        Validity.setNull(words, rows);
        return over(Validity.of(words));
    }

    private Column over(Validity validity) {
        return switch (type.kind()) {
            case DECIMAL -> new DecimalColumn(type, roomy(highs), roomy(longs), validity);
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(type, roomy(longs), validity);
            case DOUBLE -> new DoubleColumn(doubles.length == 0 ? new double[1] : doubles, validity);
            case BOOLEAN -> new BooleanColumn(booleans.length == 0 ? new boolean[1] : booleans, validity);
            case VARCHAR -> new VarcharColumn(codes.length == 0 ? new int[1] : codes, dictionary, validity);
        };
    }

    private static long[] roomy(long[] values) {
        return values.length == 0 ? new long[1] : values;
    }

    long memoryBytes() {
        return 8L * (longs.length + highs.length)
                + 8L * doubles.length
                + booleans.length
                + 4L * codes.length
                + (present == null ? 0 : 8L * present.length)
                + dictionary.memoryBytes()
                + mapping.memoryBytes();
    }
}
