package io.barograph.core.column;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * DECIMAL: the value at a position is the 128-bit two's complement integer {@code high · 2^64 + low} ({@code low}
 * unsigned) divided by 10 to the type's scale. Its absolute value is below 10 to the type's precision.
 */
public final class DecimalColumn extends Column {
    /** So many digits any number has that a signed word of 64 bits holds. */
    public static final int WORD_DIGITS = 18;

    private final long[] high;
    private final long[] low;

    public DecimalColumn(Type type, long[] high, long[] low, Validity validity) {
        super(type, validity);
        if (!type.isDecimal()) {
            throw new IllegalArgumentException("not carried as two longs: " + type);
        }
        this.high = high;
        this.low = low;
    }

    /** Whether all values of a type are told by their lower words, as signed ones. */
    public static boolean isOfOneWord(Type type) {
        return type.isDecimal() && type.precision() <= WORD_DIGITS;
    }

    public long[] high() {
        return high;
    }

    public long[] low() {
        return low;
    }

    @Override
    public DecimalColumn withValidity(Validity other) {
        return new DecimalColumn(type(), high, low, other);
    }

    /** A {@link BigDecimal} of the type's scale. */
    @Override
    public @Nullable Object value(int position) {
        return validity().isNull(position) ? null : number(high[position], low[position], type().scale());
    }

    /** The number {@code (high · 2^64 + low) / 10^scale}, {@code low} unsigned. */
    public static BigDecimal number(long high, long low, int scale) {
        BigInteger unsigned = BigInteger.valueOf(low & Long.MAX_VALUE);
        if (low < 0) {
            unsigned = unsigned.setBit(63);
        }
        return new BigDecimal(BigInteger.valueOf(high).shiftLeft(64).add(unsigned), scale);
    }
}
