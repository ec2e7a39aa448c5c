package io.barograph.testkit;

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
import java.math.BigInteger;
import java.util.Random;

/** Seeded columns with the values that break things: NaN, both zeros, infinities, subnormals, ends of ranges, empty texts. */
public final class RandomColumns {
    private static final double[] ODD_DOUBLES = {
        0.0,
        -0.0,
        Double.NaN,
        Double.longBitsToDouble(0xFFF8_0000_0000_0123L),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1.0,
        -1.0
    };
    private static final long[] ODD_LONGS = {
        0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, 1L << 53, (1L << 53) + 1
    };
    private static final String[] TEXTS = {
        "", "a", "b", "ab", "ä", "\uFFFD", "\uD83D\uDE00", "station", "stations", "a longer text than sixteen bytes"
    };

    /** How values are drawn. */
    public enum Values {
        /** As sensors report them: close together, few decimals. */
        SENSOR,
        /** Finite, of every magnitude. */
        WIDE,
        /** Mostly ends of ranges, NaN and infinities. */
        ODD,
        /** A handful of values again and again. */
        FEW
    }

    /** Which positions are NULL. */
    public enum Nulls {
        NONE,
        ALL,
        ALTERNATING,
        SOME
    }

    private final Random random;

    public RandomColumns(Random random) {
        this.random = random;
    }

    /** A new column of {@code size} values. */
    public Column column(Type type, int size, Values values, Nulls nulls) {
        Validity validity = validity(size, nulls);
        return switch (type.kind()) {
            case DOUBLE -> {
                double[] doubles = new double[size];
                for (int i = 0; i < size; i++) {
                    doubles[i] = nextDouble(values);
                }
                yield new DoubleColumn(doubles, validity);
            }
            case DECIMAL -> decimals(type, size, values, validity);
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> {
                long[] longs = new long[size];
                for (int i = 0; i < size; i++) {
                    longs[i] = nextLong(values);
                }
                yield new LongColumn(type, longs, validity);
            }
            case BOOLEAN -> {
                boolean[] booleans = new boolean[size];
                for (int i = 0; i < size; i++) {
                    booleans[i] = random.nextBoolean();
                }
                yield new BooleanColumn(booleans, validity);
            }
            case VARCHAR -> {
                Dictionary dictionary = new Dictionary();
                int[] codes = new int[size];
                for (int i = 0; i < size; i++) {
                    codes[i] = dictionary.intern(nextText(values));
                }
                yield new VarcharColumn(codes, dictionary, validity);
            }
        };
    }

    private DecimalColumn decimals(Type type, int size, Values values, Validity validity) {
        long[] high = new long[size];
        long[] low = new long[size];
        Int128 register = new Int128();
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        for (int i = 0; i < size; i++) {
            BigInteger number = values == Values.ODD && random.nextBoolean()
                    ? (random.nextBoolean() ? limit.subtract(BigInteger.ONE) : BigInteger.ONE.subtract(limit))
                    : values == Values.WIDE
                            ? new BigInteger(126, random).subtract(BigInteger.ONE.shiftLeft(125))
                            : BigInteger.valueOf(nextLong(values));
            register.set(number.remainder(limit));
            high[i] = register.high();
            low[i] = register.low();
        }
        return new DecimalColumn(type, high, low, validity);
    }

    private Validity validity(int size, Nulls nulls) {
        if (nulls == Nulls.NONE) {
            return Validity.ALL;
        }
        long[] words = Validity.allPresent(size);
        for (int i = 0; i < size; i++) {
            boolean isNull = switch (nulls) {
                case NONE -> false;
                case ALL -> true;
                case ALTERNATING -> i % 2 == 0;
                case SOME -> random.nextInt(5) == 0;
            };
            if (isNull) {
                Validity.setNull(words, i);
            }
        }
        return Validity.of(words);
    }

    private double nextDouble(Values values) {
        return switch (values) {
            case SENSOR -> Math.rint(random.nextDouble() * 100_000) / 10_000 + 20;
            case WIDE -> {
                double value = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(value) ? value : random.nextDouble();
            }
            case ODD -> ODD_DOUBLES[random.nextInt(ODD_DOUBLES.length)];
            case FEW -> random.nextInt(4) - 1.5;
        };
    }

    private long nextLong(Values values) {
        return switch (values) {
            case SENSOR -> 1_672_531_200_000L + random.nextInt(1_000_000);
            case WIDE -> random.nextLong() >> random.nextInt(64);
            case ODD -> ODD_LONGS[random.nextInt(ODD_LONGS.length)];
            case FEW -> random.nextInt(4);
        };
    }

    private String nextText(Values values) {
        return switch (values) {
            case SENSOR -> "device-" + random.nextInt(100);
            case WIDE -> Long.toString(random.nextLong(), 36);
            case ODD, FEW -> TEXTS[random.nextInt(values == Values.FEW ? 3 : TEXTS.length)];
        };
    }

    /** The values at these positions as a new column; texts in a new dictionary, in the order of their first use. */
    public static Column pick(Column column, int[] positions, int from, int to) {
        int size = to - from;
        long[] present = Validity.allPresent(size);
        for (int i = 0; i < size; i++) {
            if (column.validity().isNull(positions[from + i])) {
                Validity.setNull(present, i);
            }
        }
        Validity validity = column.validity().hasNulls() ? Validity.of(present) : Validity.ALL;
        if (column instanceof LongColumn longs) {
            long[] picked = new long[size];
            for (int i = 0; i < size; i++) {
                picked[i] = longs.values()[positions[from + i]];
            }
            return new LongColumn(longs.type(), picked, validity);
        }
        if (column instanceof DoubleColumn doubles) {
            double[] picked = new double[size];
            for (int i = 0; i < size; i++) {
                picked[i] = doubles.values()[positions[from + i]];
            }
            return new DoubleColumn(picked, validity);
        }
        if (column instanceof BooleanColumn booleans) {
            boolean[] picked = new boolean[size];
            for (int i = 0; i < size; i++) {
                picked[i] = booleans.values()[positions[from + i]];
            }
            return new BooleanColumn(picked, validity);
        }
        if (column instanceof DecimalColumn decimals) {
            long[] high = new long[size];
            long[] low = new long[size];
            for (int i = 0; i < size; i++) {
                high[i] = decimals.high()[positions[from + i]];
                low[i] = decimals.low()[positions[from + i]];
            }
            return new DecimalColumn(decimals.type(), high, low, validity);
        }
        VarcharColumn texts = (VarcharColumn) column;
        Dictionary dictionary = new Dictionary();
        int[] picked = new int[size];
        for (int i = 0; i < size; i++) {
            picked[i] = dictionary.intern(texts.dictionary().string(texts.codes()[positions[from + i]]));
        }
        return new VarcharColumn(picked, dictionary, validity);
    }
}
