package io.barograph.formats.parquet;

import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Type;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The least and the greatest of some values, as statistics have them: none where a NaN is among doubles, or where texts are
 * long. Reused for every page of a chunk.
 */
final class ValueRange {
    /** Longer texts have no place in statistics. */
    private static final int MAX_TEXT_BYTES = 64;

    private final Type type;
    private final Dictionary texts;
    private final BitSet seen = new BitSet();

    private boolean any;
    private boolean unordered;
    private long least;
    private long most;

    ValueRange(ColumnRows column) {
        this.type = column.type;
        this.texts = column.texts;
    }

    void clear() {
        any = false;
        unordered = false;
        seen.clear();
    }

    /** Whether there is a value at all. */
    boolean any() {
        return any;
    }

    /** Whether there is a value, and the range is known. */
    boolean isKnown() {
        return any && !unordered;
    }

    void add(ColumnRows column, int from, int to) {
        if (from == to) {
            return;
        }
        switch (type.kind()) {
            case DOUBLE -> addDoubles(column.values, from, to);
            case VARCHAR -> addTexts(column.values, from, to);
            case DECIMAL -> {
                // Those of more than 64 bits are compared by few readers.
                unordered |= column.type.precision() > Storage.MAX_LONG_PRECISION;
                addLongs(column.values, from, to);
            }
            default -> addLongs(column.values, from, to);
        }
        any = true;
    }

    private void addLongs(long[] values, int from, int to) {
        long low = any ? least : Long.MAX_VALUE;
        long high = any ? most : Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            low = Math.min(low, values[i]);
            high = Math.max(high, values[i]);
        }
        least = low;
        most = high;
    }

    private void addDoubles(long[] values, int from, int to) {
        double low = any ? Double.longBitsToDouble(least) : Double.POSITIVE_INFINITY;
        double high = any ? Double.longBitsToDouble(most) : Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            // NaN stays, once met.
            double value = Double.longBitsToDouble(values[i]);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        unordered |= Double.isNaN(low);
        // The format asks for it: a reader may tell the zeros apart.
        least = Double.doubleToRawLongBits(low == 0 ? -0.0 : low);
        most = Double.doubleToRawLongBits(high == 0 ? 0.0 : high);
    }

    private void addTexts(long[] codes, int from, int to) {
        int low = any ? (int) least : (int) codes[from];
        int high = any ? (int) most : low;
        for (int i = from; i < to; i++) {
            int code = (int) codes[i];
            if (!seen.get(code)) {
                seen.set(code);
                low = Dictionary.compare(texts, code, texts, low) < 0 ? code : low;
                high = Dictionary.compare(texts, code, texts, high) > 0 ? code : high;
            }
        }
        unordered |= texts.length(low) > MAX_TEXT_BYTES || texts.length(high) > MAX_TEXT_BYTES;
        least = low;
        most = high;
    }

    byte @Nullable [] least() {
        return isKnown() ? bytes(least) : null;
    }

    byte @Nullable [] most() {
        return isKnown() ? bytes(most) : null;
    }

    private byte[] bytes(long value) {
        if (type == Type.VARCHAR) {
            int code = (int) value;
            return Arrays.copyOfRange(texts.bytes(), texts.offset(code), texts.offset(code) + texts.length(code));
        } else if (type == Type.BOOLEAN) {
            return new byte[] {(byte) value};
        }
        byte[] bytes = new byte[Long.BYTES];
        Bytes.putLong(bytes, 0, value);
        return Arrays.copyOf(bytes, Storage.of(type).width());
    }
}
