package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.DoubleText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Casts to TINYINT, SMALLINT and INT, which are carried as BIGINT, and to REAL, carried as DOUBLE. */
final class NarrowCast {
    private NarrowCast() {}

    /** @param name the literal that names the narrower type */
    static Kernel of(Type from, Type to, Expr.@Nullable Literal name) {
        Object narrower = name == null ? null : name.value();
        if (to == Type.BIGINT) {
            if ("INT".equals(narrower)) {
                return new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
            } else if ("SMALLINT".equals(narrower)) {
                return new Whole(Short.MIN_VALUE, Short.MAX_VALUE);
            } else if ("TINYINT".equals(narrower)) {
                return new Whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
            }
        } else if ("REAL".equals(narrower)) {
            return new Real(from);
        }
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT, "there is no type " + narrower + " that is carried as " + to);
    }

    /** Values between two limits stay as they are. */
    private record Whole(long least, long greatest) implements Kernel {
        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            long[] values = ((LongColumn) arguments[0]).values();
            for (int i = 0; i < size; i++) {
                if (values[i] < least || values[i] > greatest) {
                    result.undefined(i);
                }
            }
            return new LongColumn(Type.BIGINT, values, result.validity());
        }
    }

    /** The nearest binary32, rounded once; finite numbers that are beyond all of them are undefined. */
    private static final class Real implements Kernel {
        private final Type from;
        private final double[] out = new double[Batch.CAPACITY];

        Real(Type from) {
            this.from = from;
        }

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            if (from == Type.BIGINT) {
                long[] values = ((LongColumn) arguments[0]).values();
                for (int i = 0; i < size; i++) {
                    out[i] = (float) values[i];
                }
            } else if (from == Type.DOUBLE) {
                double[] values = ((DoubleColumn) arguments[0]).values();
                for (int i = 0; i < size; i++) {
                    out[i] = (float) values[i];
                    if (Double.isInfinite(out[i]) && !Double.isInfinite(values[i])) {
                        result.undefined(i);
                    }
                }
            } else {
                fromTexts((VarcharColumn) arguments[0], size, result);
            }
            return new DoubleColumn(out, result.validity());
        }

        private void fromTexts(VarcharColumn texts, int size, ResultValidity result) {
            Dictionary dictionary = texts.dictionary();
            for (int i = 0; i < size; i++) {
                if (result.inputsPresent(i)) {
                    int code = texts.codes()[i];
                    byte[] text = new String(
                                    dictionary.bytes(),
                                    dictionary.offset(code),
                                    dictionary.length(code),
                                    StandardCharsets.UTF_8)
                            .strip()
                            .getBytes(StandardCharsets.UTF_8);
                    long bits = DoubleText.parseBits(text, 0, text.length, (byte) '.');
                    double value = Double.longBitsToDouble(bits);
                    // Not by way of the double: that would round twice.
                    out[i] = Double.isFinite(value)
                            ? Float.parseFloat(new String(text, StandardCharsets.US_ASCII))
                            : value;
                    if (bits == DoubleText.INVALID || Double.isInfinite(out[i]) != Double.isInfinite(value)) {
                        result.undefined(i);
                    }
                }
            }
        }
    }
}
