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
import io.barograph.core.decimal.Int128;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link RowBuffer}: values in chunks of {@link Batch#CAPACITY}, so that growing copies nothing and every
 * chunk is a column. Row r is position {@code r & MASK} of chunk {@code r >> SHIFT}.
 */
abstract sealed class ColumnBuffer
        permits ColumnBuffer.Booleans, ColumnBuffer.Decimals, ColumnBuffer.Doubles, ColumnBuffer.Longs, TextBuffer {
    static final int SHIFT = Integer.numberOfTrailingZeros(Batch.CAPACITY);
    static final int MASK = Batch.CAPACITY - 1;

    /** Per chunk: words, or null where every position so far is present. */
    private final List<long @Nullable []> validities = new ArrayList<>();

    private boolean hasNulls;

    static ColumnBuffer of(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> new Booleans();
            case DOUBLE -> new Doubles();
            case VARCHAR -> new TextBuffer();
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

    /** Lets go of what it remembers of the columns that values came from. */
    void forgetSources() {}

    abstract void copy(Column source, int from, int count, int chunk, int at);

    /** The values of a chunk. A view. */
    abstract Column column(int chunk);

    /**
     * Puts the values of a chunk of another buffer of the same type to places here, NULLs aside. Threads may do so side by side
     * where their places differ.
     *
     * @param places by position in the chunk: the row here
     */
    abstract void scatter(ColumnBuffer source, int chunk, int[] places, int count);

    /** Lets the places that a chunk's NULLs were put to be NULL. */
    final void scatterNulls(ColumnBuffer source, int chunk, int[] places, int count) {
        long[] words = source.validities.get(chunk);
        if (words == null) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if ((words[i >> 6] >>> i & 1) == 0) {
                int place = places[i];
                long[] own = validities.get(place >> SHIFT);
                if (own == null) {
                    own = Validity.allPresent(Batch.CAPACITY);
                    validities.set(place >> SHIFT, own);
                    hasNulls = true;
                }
                Validity.setNull(own, place & MASK);
            }
        }
    }

    /**
     * The values of some rows, at most {@link Batch#CAPACITY}.
     *
     * @param arrays that they are copied into, where they do not make up a chunk's beginning
     */
    final Column range(int from, int count, ColumnArrays arrays) {
        if ((from & MASK) == 0) {
            return column(from >> SHIFT);
        }
        copyRange(from, count, arrays);
        return arrays.column(dictionary(), validity(from, count));
    }

    abstract void copyRange(int from, int count, ColumnArrays arrays);

    /** Copies values from chunks, which are arrays of one type, to another one. */
    static void copyRange(List<?> chunks, int from, int count, Object target) {
        int atFirst = Math.min(count, Batch.CAPACITY - (from & MASK));
        System.arraycopy(chunks.get(from >> SHIFT), from & MASK, target, 0, atFirst);
        if (atFirst < count) {
            System.arraycopy(chunks.get((from >> SHIFT) + 1), 0, target, atFirst, count - atFirst);
        }
    }

    private Validity validity(int from, int count) {
        if (!hasNulls) {
            return Validity.ALL;
        }
        long[] words = Validity.allPresent(count);
        boolean any = false;
        for (int i = 0; i < count; i++) {
            if (isNull(from + i)) {
                Validity.setNull(words, i);
                any = true;
            }
        }
        return any ? Validity.of(words) : Validity.ALL;
    }

    /** The texts that values are codes of; an empty one where they are none. */
    Dictionary dictionary() {
        return ColumnArrays.NO_TEXTS;
    }

    abstract long memoryBytes();

    /** Orders two present values, perhaps of different buffers of one type. */
    abstract int compare(int row, ColumnBuffer other, int otherRow);

    /** A number that orders present values as {@link #compare} does, but may be equal where they are not. */
    abstract long sortPrefix(int row);

    /** These numbers of some rows. */
    void sortPrefixes(int from, int count, long[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = sortPrefix(from + i);
        }
    }

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
        void scatter(ColumnBuffer source, int chunk, int[] places, int count) {
            long[] values = ((Longs) source).chunks.get(chunk);
            for (int i = 0; i < count; i++) {
                chunks.get(places[i] >> SHIFT)[places[i] & MASK] = values[i];
            }
        }

        @Override
        void copyRange(int from, int count, ColumnArrays arrays) {
            ColumnBuffer.copyRange(chunks, from, count, arrays.values());
        }

        @Override
        long sortPrefix(int row) {
            return get(row);
        }

        @Override
        void sortPrefixes(int from, int count, long[] target) {
            ColumnBuffer.copyRange(chunks, from, count, target);
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

        @Override
        void scatter(ColumnBuffer source, int chunk, int[] places, int count) {
            long[] upper = ((Decimals) source).high.get(chunk);
            long[] lower = ((Decimals) source).low.get(chunk);
            for (int i = 0; i < count; i++) {
                high.get(places[i] >> SHIFT)[places[i] & MASK] = upper[i];
                low.get(places[i] >> SHIFT)[places[i] & MASK] = lower[i];
            }
        }

        @Override
        void copyRange(int from, int count, ColumnArrays arrays) {
            ColumnBuffer.copyRange(high, from, count, arrays.high());
            ColumnBuffer.copyRange(low, from, count, arrays.values());
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

        @Override
        void scatter(ColumnBuffer source, int chunk, int[] places, int count) {
            double[] values = ((Doubles) source).chunks.get(chunk);
            for (int i = 0; i < count; i++) {
                chunks.get(places[i] >> SHIFT)[places[i] & MASK] = values[i];
            }
        }

        @Override
        void copyRange(int from, int count, ColumnArrays arrays) {
            ColumnBuffer.copyRange(chunks, from, count, arrays.values());
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
        void scatter(ColumnBuffer source, int chunk, int[] places, int count) {
            boolean[] values = ((Booleans) source).chunks.get(chunk);
            for (int i = 0; i < count; i++) {
                chunks.get(places[i] >> SHIFT)[places[i] & MASK] = values[i];
            }
        }

        @Override
        void copyRange(int from, int count, ColumnArrays arrays) {
            ColumnBuffer.copyRange(chunks, from, count, arrays.values());
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
}
