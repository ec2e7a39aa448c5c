package io.barograph.core.aggregate;

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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Holds values of one type, whatever it is, as longs: equal values are equal longs, and but for {@linkplain #isCoded coded} types the
 * signed order of the longs is the order of the values. One form serves keys, sets, extremes and sorting.
 *
 * <ul>
 *   <li>BIGINT, TIMESTAMP, INTERVAL, DATE: themselves
 *   <li>DECIMAL of up to 18 digits: its integer
 *   <li>DOUBLE: its bits, those below the sign flipped where negative; -0.0 is 0.0, every NaN is one and greatest
 *   <li>BOOLEAN: 0 and 1
 *   <li>VARCHAR, and other DECIMALs as 16 bytes: a code of the codec's own {@link #dictionary}; {@link #compare} looks at
 *       the bytes
 * </ul>
 *
 * <p>Not thread-safe; decoding and comparing only read.
 */
public final class ValueCodec {
    /** The bytes of a DECIMAL of more than {@link DecimalColumn#WORD_DIGITS} digits. */
    public static final int DECIMAL_BYTES = 16;

    private static final long POSITIVE_INFINITY = fromRawDouble(Double.POSITIVE_INFINITY);
    private static final long NEGATIVE_INFINITY = fromRawDouble(Double.NEGATIVE_INFINITY);
    private static final long NEGATIVE_ZERO = fromRawDouble(-0.0);

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Type type;
    private final boolean coded;
    private final byte[] decimalBytes = new byte[DECIMAL_BYTES];
    private final Dictionary dictionary = new Dictionary();
    private final DictionaryMapping mapping = new DictionaryMapping(dictionary);
    private long[] scratch = new long[0];

    public ValueCodec(Type type) {
        this.type = type;
        this.coded = isCoded(type);
    }

    /**
     * Whether values of a type are held as codes of the {@link #dictionary}: VARCHAR, and DECIMAL of more digits than fit a
     * long. Their order is not that of the longs.
     */
    public static boolean isCoded(Type type) {
        return type == Type.VARCHAR || type.isDecimal() && !DecimalColumn.isOfOneWord(type);
    }

    /** Whether values are codes of the {@link #dictionary}: see {@link #isCoded(Type)}. */
    public boolean isCoded() {
        return coded;
    }

    public Type type() {
        return type;
    }

    /** The texts or bytes that values are codes of; empty where they are none. */
    public Dictionary dictionary() {
        return dictionary;
    }

    /** The long of a double: see the class. */
    public static long fromDouble(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    /** As {@link #fromDouble}, in less time, of -0.0 and NaN something else, which {@link #isCanonical} tells. */
    static long fromRawDouble(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    /** Whether this is what {@link #fromDouble} makes of a double that is neither 0 nor NaN, or of 0.0. */
    static boolean isCanonical(long fromRawDouble) {
        return fromRawDouble >= NEGATIVE_INFINITY
                && fromRawDouble <= POSITIVE_INFINITY
                && fromRawDouble != NEGATIVE_ZERO;
    }

    /** The double of a long that {@link #fromDouble} made. */
    public static double toDouble(long value) {
        return Double.longBitsToDouble(value ^ value >> 63 & Long.MAX_VALUE);
    }

    /**
     * The values as longs; 0 at NULL positions unless the column's own array is returned.
     *
     * @return the column's own array for types carried as long, otherwise an array of this codec that the next call
     *     overwrites
     */
    public long[] encode(Column column, int size) {
        if (column instanceof LongColumn longs) {
            return longs.values();
        }
        if (scratch.length < size) {
            scratch = new long[Math.max(size, Batch.CAPACITY)];
        }
        encode(column, size, scratch);
        return scratch;
    }

    /** The values as longs into {@code target}; undefined at NULL positions. */
    public void encode(Column column, int size, long[] target) {
        if (column instanceof LongColumn longs) {
            System.arraycopy(longs.values(), 0, target, 0, size);
        } else if (column instanceof DoubleColumn doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < size; i++) {
                target[i] = fromDouble(values[i]);
            }
        } else if (column instanceof BooleanColumn booleans) {
            boolean[] values = booleans.values();
            for (int i = 0; i < size; i++) {
                target[i] = values[i] ? 1 : 0;
            }
        } else if (column instanceof VarcharColumn texts) {
            encodeTexts(texts, size, target);
        } else if (column instanceof DecimalColumn decimals) {
            encodeDecimals(decimals, size, target);
        }
    }

    private void encodeDecimals(DecimalColumn decimals, int size, long[] target) {
        if (!coded) {
            System.arraycopy(decimals.low(), 0, target, 0, size);
            return;
        }
        for (int i = 0; i < size; i++) {
            if (decimals.validity().isPresent(i)) {
                target[i] = ofDecimal(decimals.high()[i], decimals.low()[i]);
            } else {
                target[i] = 0;
            }
        }
    }

    /** The code of a DECIMAL of more than {@link DecimalColumn#WORD_DIGITS} digits. */
    long ofDecimal(long high, long low) {
        setBytes(high, low, decimalBytes);
        return dictionary.intern(decimalBytes, 0, DECIMAL_BYTES);
    }

    /** The value at a position of a DECIMAL column as 16 bytes whose order is that of the values. */
    public static void bytesOf(DecimalColumn decimals, int position, byte[] target) {
        setBytes(decimals.high()[position], decimals.low()[position], target);
    }

    private static void setBytes(long high, long low, byte[] target) {
        WORD.set(target, 0, high ^ Long.MIN_VALUE);
        WORD.set(target, 8, low);
    }

    private static DecimalColumn decimals(
            Type type, long[] values, int size, Validity validity, Dictionary dictionary) {
        long[] high = new long[size];
        if (!isCoded(type)) {
            for (int i = 0; i < size; i++) {
                high[i] = values[i] >> 63;
            }
            return new DecimalColumn(type, high, values, validity);
        }
        long[] low = new long[size];
        for (int i = 0; i < size; i++) {
            if (validity.isPresent(i)) {
                int offset = dictionary.offset((int) values[i]);
                high[i] = (long) WORD.get(dictionary.bytes(), offset) ^ Long.MIN_VALUE;
                low[i] = (long) WORD.get(dictionary.bytes(), offset + 8);
            }
        }
        return new DecimalColumn(type, high, low, validity);
    }

    private void encodeTexts(VarcharColumn texts, int size, long[] target) {
        int[] codes = texts.codes();
        mapping.from(texts.dictionary());
        if (!texts.validity().hasNulls()) {
            for (int i = 0; i < size; i++) {
                target[i] = mapping.code(codes[i]);
            }
            return;
        }
        // A NULL's code may name an entry that no row has; it must not enter our dictionary.
        for (int i = 0; i < size; i++) {
            target[i] = texts.validity().isPresent(i) ? mapping.code(codes[i]) : 0;
        }
    }

    /** A new column of these values; the array may become the column's own. */
    public Column decode(long[] values, int size, Validity validity) {
        return decode(type, values, size, validity, dictionary);
    }

    /** As {@link #decode(long[], int, Validity)}, for values whose texts are in another dictionary. */
    public static Column decode(Type type, long[] values, int size, Validity validity, Dictionary dictionary) {
        return switch (type.kind()) {
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(type, values, validity);
            case DOUBLE -> {
                double[] doubles = new double[size];
                for (int i = 0; i < size; i++) {
                    doubles[i] = toDouble(values[i]);
                }
                yield new DoubleColumn(doubles, validity);
            }
            case BOOLEAN -> {
                boolean[] booleans = new boolean[size];
                for (int i = 0; i < size; i++) {
                    booleans[i] = values[i] != 0;
                }
                yield new BooleanColumn(booleans, validity);
            }
            case VARCHAR -> {
                int[] codes = new int[size];
                for (int i = 0; i < size; i++) {
                    codes[i] = (int) values[i];
                }
                yield new VarcharColumn(codes, dictionary, validity);
            }
            case DECIMAL -> decimals(type, values, size, validity, dictionary);
        };
    }

    /** Orders two values as SQL does: NaN greatest, texts by their UTF-8 bytes. */
    public int compare(long left, long right) {
        return coded ? Dictionary.compare(dictionary, (int) left, dictionary, (int) right) : Long.compare(left, right);
    }

    /** Makes {@link #adopt} translate values of this codec, which is of the same type. */
    public void adoptFrom(ValueCodec other) {
        adoptFrom(other.dictionary);
    }

    /** Makes {@link #adopt} translate codes of this dictionary. */
    public void adoptFrom(Dictionary other) {
        mapping.from(other);
    }

    /** The value here of a value of what was last given to {@code adoptFrom}. */
    public long adopt(long value) {
        return coded ? mapping.code((int) value) : value;
    }

    /** Texts as their length (varint) and bytes, truth values as a byte, wide decimals as 16 bytes, others as eight bytes of their long form. */
    public void write(long value, StateOutput output) {
        switch (type.kind()) {
            case VARCHAR -> {
                int code = (int) value;
                output.writeVarint(dictionary.length(code));
                output.writeBytes(dictionary.bytes(), dictionary.offset(code), dictionary.length(code));
            }
            case BOOLEAN -> output.writeByte((int) value);
            case BIGINT, DOUBLE, TIMESTAMP, INTERVAL, DATE -> output.writeLong(value);
            case DECIMAL -> {
                if (coded) {
                    output.writeBytes(dictionary.bytes(), dictionary.offset((int) value), DECIMAL_BYTES);
                } else {
                    output.writeLong(value);
                }
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    public long read(StateInput input) {
        return switch (type.kind()) {
            case VARCHAR -> {
                byte[] utf8 = input.readBytes((int) Math.min(Integer.MAX_VALUE, input.readVarint()));
                yield dictionary.intern(utf8, 0, utf8.length);
            }
            case BOOLEAN -> input.readByte();
            case BIGINT, DOUBLE, TIMESTAMP, INTERVAL, DATE -> input.readLong();
            case DECIMAL ->
                coded ? dictionary.intern(input.readBytes(DECIMAL_BYTES), 0, DECIMAL_BYTES) : input.readLong();
        };
    }

    public long memoryBytes() {
        return dictionary.memoryBytes() + mapping.memoryBytes() + 8L * scratch.length;
    }

    /** A 64-bit hash of a value, the same in every codec of the type, on every machine. */
    public long hash(long value) {
        return scramble(coded ? dictionary.hash((int) value) : value);
    }

    /** Spreads every bit over every bit: two rounds of xor-shift and multiply (constants of SplitMix64's finaliser). */
    public static long scramble(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }
}
