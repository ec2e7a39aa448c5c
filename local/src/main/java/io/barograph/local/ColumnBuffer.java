package io.barograph.local;

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
import io.barograph.core.decimal.Int128;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link RowBuffer}: values in chunks of {@link Batch#CAPACITY}, so that growing copies nothing and every
 * chunk is a column. Row r is position {@code r & MASK} of chunk {@code r >> SHIFT}.
 */
abstract sealed class ColumnBuffer {
    static final int SHIFT = Integer.numberOfTrailingZeros(Batch.CAPACITY);
    static final int MASK = Batch.CAPACITY - 1;

    /** Per chunk: words, or null where every position so far is present. */
    private final List<long @Nullable []> validities = new ArrayList<>();

    private boolean hasNulls;

    static ColumnBuffer of(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> new Booleans();
            case DOUBLE -> new Doubles();
            case VARCHAR -> new Texts();
            case DECIMAL -> new Decimals(type);
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new Longs(type);
        };
    }

    /** Makes room for one more chunk. */
    abstract void addChunk();

    /** Copies {@code count} values from a column to a chunk that has room for them. */
    final void append(Column source, int from, int count, int chunk, int at) {
        Validity validity = source.validity();
        long[] words = validity.words();
        if (words != null) {
            long[] own = validities.get(chunk);
            for (int i = 0; i < count; i++) {
                if ((words[from + i >> 6] >>> (from + i) & 1) == 0) {
                    if (own == null) {
                        own = Validity.allPresent(Batch.CAPACITY);
                        hasNulls = true;
                        validities.set(chunk, own);
                    }
                    Validity.setNull(own, at + i);
                }
            }
        }
        copy(source, from, count, chunk, at);
    }

    abstract void copy(Column source, int from, int count, int chunk, int at);

    /** The values of a chunk. A view. */
    abstract Column column(int chunk);

    abstract long memoryBytes();

    /** Orders two present values, perhaps of different buffers of one type. */
    abstract int compare(int row, ColumnBuffer other, int otherRow);

    /** A number that orders present values as {@link #compare} does, but may be equal where they are not. */
    abstract long sortPrefix(int row);

    /** Whether any value is NULL. */
    final boolean hasNulls() {
        return hasNulls;
    }

    final boolean isNull(int row) {
        long[] words = validities.get(row >> SHIFT);
        return words != null && (words[(row & MASK) >> 6] >>> row & 1) == 0;
    }

    final Validity validity(int chunk) {
        long[] words = validities.get(chunk);
        return words == null ? Validity.ALL : Validity.of(words);
    }

    final void addValidity() {
        validities.add(null);
    }

    final int chunks() {
        return validities.size();
    }

    /** BIGINT, TIMESTAMP, INTERVAL and DATE. */
    static final class Longs extends ColumnBuffer {
        private final Type type;
        private final List<long[]> chunks = new ArrayList<>();

        Longs(Type type) {
            this.type = type;
        }

        long get(int row) {
            return chunks.get(row >> SHIFT)[row & MASK];
        }

        @Override
        void addChunk() {
            addValidity();
            chunks.add(new long[Batch.CAPACITY]);
        }

        @Override
        void copy(Column source, int from, int count, int chunk, int at) {
            System.arraycopy(((LongColumn) source).values(), from, chunks.get(chunk), at, count);
        }

        @Override
        Column column(int chunk) {
            return new LongColumn(type, chunks.get(chunk), validity(chunk));
        }

        @Override
        long memoryBytes() {
            return chunks() * 8L * Batch.CAPACITY;
        }

        @Override
        int compare(int row, ColumnBuffer other, int otherRow) {
            return Long.compare(get(row), ((Longs) other).get(otherRow));
        }

        @Override
        long sortPrefix(int row) {
            return get(row);
        }
    }

    /** DECIMAL. */
    static final class Decimals extends ColumnBuffer {
        private final Type type;
        private final List<long[]> high = new ArrayList<>();
        private final List<long[]> low = new ArrayList<>();

        Decimals(Type type) {
            this.type = type;
        }

        long high(int row) {
            return high.get(row >> SHIFT)[row & MASK];
        }

        long low(int row) {
            return low.get(row >> SHIFT)[row & MASK];
        }

        @Override
        void addChunk() {
            addValidity();
            high.add(new long[Batch.CAPACITY]);
            low.add(new long[Batch.CAPACITY]);
        }

        @Override
        void copy(Column source, int from, int count, int chunk, int at) {
            System.arraycopy(((DecimalColumn) source).high(), from, high.get(chunk), at, count);
            System.arraycopy(((DecimalColumn) source).low(), from, low.get(chunk), at, count);
        }

        @Override
        Column column(int chunk) {
            return new DecimalColumn(type, high.get(chunk), low.get(chunk), validity(chunk));
        }

        @Override
        long memoryBytes() {
            return chunks() * 16L * Batch.CAPACITY;
        }

        @Override
        int compare(int row, ColumnBuffer other, int otherRow) {
            Decimals decimals = (Decimals) other;
            return Int128.compare(high(row), low(row), decimals.high(otherRow), decimals.low(otherRow));
        }

        /** What fits a long is itself; what does not is at its end of the range. */
        @Override
        long sortPrefix(int row) {
            long upper = high(row);
            long lower = low(row);
            return upper == lower >> 63 ? lower : upper < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** DOUBLE, -0.0 equal to 0.0 and NaN equal to itself and above all. */
    static final class Doubles extends ColumnBuffer {
        private final List<double[]> chunks = new ArrayList<>();

        double get(int row) {
            return chunks.get(row >> SHIFT)[row & MASK];
        }

        @Override
        void addChunk() {
            addValidity();
            chunks.add(new double[Batch.CAPACITY]);
        }

        @Override
        void copy(Column source, int from, int count, int chunk, int at) {
            System.arraycopy(((DoubleColumn) source).values(), from, chunks.get(chunk), at, count);
        }

        @Override
        Column column(int chunk) {
            return new DoubleColumn(chunks.get(chunk), validity(chunk));
        }

        @Override
        long memoryBytes() {
            return chunks() * 8L * Batch.CAPACITY;
        }

        // Adding 0.0 turns -0.0 into 0.0 and leaves every other value as it is.
        @Override
        int compare(int row, ColumnBuffer other, int otherRow) {
            return Double.compare(get(row) + 0.0, ((Doubles) other).get(otherRow) + 0.0);
        }

        @Override
        long sortPrefix(int row) {
            long bits = Double.doubleToLongBits(get(row) + 0.0);
            return bits ^ bits >> 63 & Long.MAX_VALUE;
        }
    }

    /** BOOLEAN, false before true. */
    static final class Booleans extends ColumnBuffer {
        private final List<boolean[]> chunks = new ArrayList<>();

        boolean get(int row) {
            return chunks.get(row >> SHIFT)[row & MASK];
        }

        @Override
        void addChunk() {
            addValidity();
            chunks.add(new boolean[Batch.CAPACITY]);
        }

        @Override
        void copy(Column source, int from, int count, int chunk, int at) {
            System.arraycopy(((BooleanColumn) source).values(), from, chunks.get(chunk), at, count);
        }

        @Override
        Column column(int chunk) {
            return new BooleanColumn(chunks.get(chunk), validity(chunk));
        }

        @Override
        long memoryBytes() {
            return (long) chunks() * Batch.CAPACITY;
        }

        @Override
        int compare(int row, ColumnBuffer other, int otherRow) {
            return Boolean.compare(get(row), ((Booleans) other).get(otherRow));
        }

        @Override
        long sortPrefix(int row) {
            return get(row) ? 1 : 0;
        }
    }

    /** VARCHAR, in a dictionary of its own: the source's keeps growing under its reader. */
    static final class Texts extends ColumnBuffer {
        private final Dictionary dictionary = new Dictionary();
        private final List<int[]> chunks = new ArrayList<>();
        private @Nullable Dictionary source;
        /** Own code + 1 of each of the source's codes, or 0 where not yet asked. */
        private int[] mapping = new int[0];

        Dictionary dictionary() {
            return dictionary;
        }

        int code(int row) {
            return chunks.get(row >> SHIFT)[row & MASK];
        }

        @Override
        void addChunk() {
            addValidity();
            chunks.add(new int[Batch.CAPACITY]);
        }

        @Override
        void copy(Column from, int start, int count, int chunk, int at) {
            VarcharColumn texts = (VarcharColumn) from;
            Dictionary theirs = texts.dictionary();
            if (theirs != source) {
                source = theirs;
                mapping = new int[theirs.size()];
            } else if (mapping.length < theirs.size()) {
                mapping = Arrays.copyOf(mapping, Math.max(theirs.size(), mapping.length * 2));
            }
            int[] codes = texts.codes();
            int[] target = chunks.get(chunk);
            Validity validity = texts.validity();
            for (int i = 0; i < count; i++) {
                if (validity.isPresent(start + i)) {
                    int code = codes[start + i];
                    int own = mapping[code] - 1;
                    if (own < 0) {
                        own = dictionary.intern(
                                theirs.bytes(), theirs.offset(code), theirs.length(code), theirs.hash(code));
                        mapping[code] = own + 1;
                    }
                    target[at + i] = own;
                } else {
                    target[at + i] = 0;
                }
            }
        }

        @Override
        Column column(int chunk) {
            return new VarcharColumn(chunks.get(chunk), dictionary, validity(chunk));
        }

        @Override
        long memoryBytes() {
            return chunks() * 4L * Batch.CAPACITY + dictionary.memoryBytes() + 4L * mapping.length;
        }

        @Override
        int compare(int row, ColumnBuffer other, int otherRow) {
            Texts texts = (Texts) other;
            return Dictionary.compare(dictionary, code(row), texts.dictionary, texts.code(otherRow));
        }

        /** The first eight bytes, unsigned, as a signed number of the same order. */
        @Override
        long sortPrefix(int row) {
            int code = code(row);
            byte[] bytes = dictionary.bytes();
            int start = dictionary.offset(code);
            int length = Math.min(8, dictionary.length(code));
            long prefix = 0;
            for (int i = 0; i < length; i++) {
                prefix |= (bytes[start + i] & 0xFFL) << 56 - 8 * i;
            }
            return prefix ^ Long.MIN_VALUE;
        }
    }
}
