package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.decimal.DecimalText;
import io.barograph.core.decimal.Int128;
import io.barograph.core.text.DoubleText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Casts to and from DECIMAL, each rounded once: to digits with halves away from zero, to a DOUBLE with halves to even. */
final class DecimalCast implements Kernel {
    /** Powers of ten that a double holds exactly. */
    private static final double[] EXACT_POWERS = new double[23];

    private static final long EXACT_INTEGERS = 1L << 53;

    static {
        EXACT_POWERS[0] = 1;
        for (int i = 1; i < EXACT_POWERS.length; i++) {
            EXACT_POWERS[i] = EXACT_POWERS[i - 1] * 10;
        }
    }

    private final Type from;
    private final Type to;
    private final long[] high = new long[Batch.CAPACITY];
    private final long[] low = new long[Batch.CAPACITY];
    private final double[] doubles;
    private final Int128 register = new Int128();

    private DecimalCast(Type from, Type to) {
        this.from = from;
        this.to = to;
        this.doubles = new double[to == Type.DOUBLE ? Batch.CAPACITY : 0];
    }

    /** Casts between a DECIMAL and a DECIMAL, BIGINT or DOUBLE, from VARCHAR and to it. */
    static Overload overload(boolean silent) {
        Overload.Rule rule = new Overload.Rule() {
            @Override
            public Overload.@Nullable Signature resolve(List<Type> arguments, boolean widen) {
                return null;
            }

            @Override
            public Overload.@Nullable Signature resolve(List<Type> arguments, boolean widen, @Nullable Type result) {
                return result != null && arguments.size() == 1 && isTaken(arguments.get(0), result)
                        ? new Overload.Signature(arguments, result)
                        : null;
            }
        };
        return new Overload("(DECIMAL) -> any number, (any number) -> DECIMAL", rule, site -> {
            Type from = site.argumentType(0);
            Type to = site.resultType();
            if (from == to) {
                return site.arguments().get(0);
            }
            Kernel kernel = to == Type.VARCHAR ? new TextWriting(from) : new DecimalCast(from, to);
            return (silent ? site.silently() : site).call(kernel);
        });
    }

    private static boolean isTaken(Type from, Type to) {
        return from.isDecimal() && (to.isNumeric() || to == Type.VARCHAR)
                || to.isDecimal() && (from.isNumeric() || from == Type.VARCHAR);
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        if (to == Type.DOUBLE) {
            DecimalColumn values = (DecimalColumn) arguments[0];
            for (int i = 0; i < size; i++) {
                doubles[i] = result.inputsPresent(i) ? toDouble(values.high()[i], values.low()[i], from.scale()) : 0;
            }
            return new DoubleColumn(doubles, result.validity());
        }
        for (int i = 0; i < size; i++) {
            if (!result.inputsPresent(i)) {
                continue;
            }
            boolean fits = read(arguments[0], i)
                    && (to == Type.BIGINT ? register.isLong() : register.hasDigits(to.precision()));
            high[i] = register.high();
            low[i] = register.low();
            if (!fits) {
                result.undefined(i);
            }
        }
        return to == Type.BIGINT
                ? new LongColumn(to, low, result.validity())
                : new DecimalColumn(to, high, low, result.validity());
    }

    /** Reads a value, at the target's scale, into the register. */
    private boolean read(Column column, int position) {
        if (column instanceof DecimalColumn decimals) {
            register.set(decimals.high()[position], decimals.low()[position]);
            int up = to.scale() - from.scale();
            if (up >= 0) {
                return register.scaleUp(up);
            }
            register.scaleDown(-up);
            return true;
        }
        if (column instanceof LongColumn longs) {
            return register.set(longs.values()[position]).scaleUp(to.scale());
        }
        if (column instanceof DoubleColumn values) {
            double value = values.values()[position];
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                return false;
            }
            return value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS
                    ? register.set((long) value).scaleUp(to.scale())
                    : register.set(new BigDecimal(value), to.scale());
        }
        VarcharColumn texts = (VarcharColumn) column;
        Dictionary dictionary = texts.dictionary();
        int code = texts.codes()[position];
        byte[] bytes = dictionary.bytes();
        int start = dictionary.offset(code);
        int end = start + dictionary.length(code);
        while (start < end && TextReading.isSpace(bytes[start])) {
            start++;
        }
        while (start < end && TextReading.isSpace(bytes[end - 1])) {
            end--;
        }
        return DecimalText.parse(bytes, start, end, (byte) '.', to.precision(), to.scale(), register);
    }

    /** The nearest double, ties to even. */
    static double toDouble(long high, long low, int scale) {
        if (high == low >> 63 && Math.abs(low) <= EXACT_INTEGERS && scale < EXACT_POWERS.length) {
            // Both are exact, so that the one division is the one rounding.
            return low / EXACT_POWERS[scale];
        }
        byte[] text = (Int128.toBigInteger(high, low) + "e-" + scale).getBytes(StandardCharsets.US_ASCII);
        return DoubleText.parse(text, 0, text.length);
    }
}
