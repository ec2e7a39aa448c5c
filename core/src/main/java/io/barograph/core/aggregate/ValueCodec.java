package io.barograph.core.aggregate;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;

/**
 * Holds values of one type, whatever it is, as longs: equal values are equal longs, and for every type but VARCHAR the
 * signed order of the longs is the order of the values. One form serves keys, sets, extremes and sorting.
 *
 * <ul>
 *   <li>BIGINT, TIMESTAMP, INTERVAL: themselves
 *   <li>DOUBLE: its bits, those below the sign flipped where negative; -0.0 is 0.0, every NaN is one and greatest
 *   <li>BOOLEAN: 0 and 1
 *   <li>VARCHAR: a code of the codec's own {@link #dictionary}; {@link #compare} looks at the bytes
 * </ul>
 *
 * <p>Not thread-safe; decoding and comparing only read.
 */
public final class ValueCodec {
    private final Type type;
    private final Dictionary dictionary = new Dictionary();
    private final DictionaryMapping mapping = new DictionaryMapping(dictionary);
    private long[] scratch = new long[0];

    public ValueCodec(Type type) {
        this.type = type;
    }

    public Type type() {
        return type;
    }

    /** The texts of a VARCHAR codec; empty for other types. */
    public Dictionary dictionary() {
        return dictionary;
    }

    /** The long of a double: see the class. */
    public static long fromDouble(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
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
        }
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
            case DECIMAL -> throw new IllegalStateException("no DECIMAL here yet: " + type);
        };
    }

    /** Orders two values as SQL does: NaN greatest, texts by their UTF-8 bytes. */
    public int compare(long left, long right) {
        return type == Type.VARCHAR
                ? Dictionary.compare(dictionary, (int) left, dictionary, (int) right)
                : Long.compare(left, right);
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
        return type == Type.VARCHAR ? mapping.code((int) value) : value;
    }

    /** Texts as their length (varint) and bytes, truth values as a byte, others as eight bytes of their long form. */
    public void write(long value, StateOutput output) {
        switch (type.kind()) {
            case VARCHAR -> {
                int code = (int) value;
                output.writeVarint(dictionary.length(code));
                output.writeBytes(dictionary.bytes(), dictionary.offset(code), dictionary.length(code));
            }
            case BOOLEAN -> output.writeByte((int) value);
            case BIGINT, DOUBLE, TIMESTAMP, INTERVAL, DATE -> output.writeLong(value);
            case DECIMAL -> throw new IllegalStateException("no DECIMAL here yet: " + type);
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
            case DECIMAL -> throw new IllegalStateException("no DECIMAL here yet: " + type);
        };
    }

    public long memoryBytes() {
        return dictionary.memoryBytes() + mapping.memoryBytes() + 8L * scratch.length;
    }

    /** A 64-bit hash of a value, the same in every codec of the type, on every machine. */
    public long hash(long value) {
        return scramble(type == Type.VARCHAR ? dictionary.hash((int) value) : value);
    }

    /** Spreads every bit over every bit: two rounds of xor-shift and multiply (constants of SplitMix64's finaliser). */
    public static long scramble(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }
}
