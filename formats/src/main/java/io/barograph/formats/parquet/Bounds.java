package io.barograph.formats.parquet;

import io.barograph.core.source.ColumnComparison;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * What is known of some values of a column without reading them: a row group's, or a page's.
 *
 * @param least no value is below it; null where unknown
 * @param most no value is above it; null where unknown
 */
record Bounds(LeafColumn column, byte @Nullable [] least, byte @Nullable [] most) {
    /** Of a row group; of statistics in a former order only those of signed numbers, which have always been right. */
    static Bounds of(LeafColumn column, @Nullable Statistics statistics, Footer footer) {
        if (statistics == null) {
            return new Bounds(column, null, null);
        }
        if (statistics.isSetMin_value() && statistics.isSetMax_value()) {
            return of(column, statistics.getMin_value(), statistics.getMax_value(), footer);
        }
        boolean signed = column.stored() == Stored.INT32
                || column.stored() == Stored.INT64
                || column.stored() == Stored.FLOAT
                || column.stored() == Stored.DOUBLE;
        if (signed && statistics.isSetMin() && statistics.isSetMax()) {
            return of(column, statistics.getMin(), statistics.getMax(), footer);
        }
        return new Bounds(column, null, null);
    }

    /** Of values between two in the file's encoding. */
    static Bounds of(LeafColumn column, byte[] least, byte[] most, Footer footer) {
        return switch (column.stored()) {
            case INT32, UINT32, INT64, UINT64 ->
                least.length == column.stored().width() && most.length == least.length
                        ? new Bounds(column, least, most)
                        : new Bounds(column, null, null);
            case FLOAT, DOUBLE -> ofFloating(column, least, most, footer);
            case BYTES ->
                footer.orderedTexts() && !column.type().isDecimal()
                        ? new Bounds(column, least, most)
                        : new Bounds(column, null, null);
            default -> new Bounds(column, null, null);
        };
    }

    /** NaN is above all numbers here, but most writers look at numbers only: then nothing is known of what is above. */
    private static Bounds ofFloating(LeafColumn column, byte[] least, byte[] most, Footer footer) {
        if (least.length != column.stored().width() || most.length != least.length) {
            return new Bounds(column, null, null);
        }
        Bounds all = new Bounds(column, least, most);
        if (Double.isNaN(all.doubleOf(least)) || Double.isNaN(all.doubleOf(most))) {
            return new Bounds(column, null, null);
        }
        return footer.withoutNaN() ? all : new Bounds(column, least, null);
    }

    /** Whether the values prove to have counterparts in our type. */
    boolean fits() {
        byte[] low = least;
        byte[] high = most;
        if (!column.mayExceed()) {
            return true;
        }
        if (low == null || high == null) {
            return false;
        }
        return switch (column.stored()) {
            case UINT64 -> Bytes.longAt(high, 0) >= 0;
            case INT32 -> Bytes.intAt(low, 0) >= -LongReader.MAX_DAYS && Bytes.intAt(high, 0) <= LongReader.MAX_DAYS;
            case INT64 ->
                Bytes.longAt(low, 0) >= Long.MIN_VALUE / column.factor()
                        && Bytes.longAt(high, 0) <= Long.MAX_VALUE / column.factor();
            default -> false;
        };
    }

    /** False where the comparison is true for no value between the bounds. */
    boolean mayHold(ColumnComparison comparison) {
        boolean below = least == null || compare(least, comparison.constant(), false) <= 0;
        boolean strictlyBelow = least == null || compare(least, comparison.constant(), false) < 0;
        boolean above = most == null || compare(most, comparison.constant(), true) >= 0;
        boolean strictlyAbove = most == null || compare(most, comparison.constant(), true) > 0;
        return switch (comparison.operator()) {
            case EQUAL -> below && (above || isNaN(comparison.constant()));
            case LESS -> strictlyBelow;
            case LESS_OR_EQUAL -> below;
            case GREATER -> strictlyAbove;
            case GREATER_OR_EQUAL -> above;
        };
    }

    private static boolean isNaN(Object constant) {
        return constant instanceof Double number && number.isNaN();
    }

    private int compare(byte[] bound, Object constant, boolean upper) {
        if (constant instanceof Long number) {
            return Long.compare(longOf(bound), number);
        } else if (constant instanceof Double number) {
            double known = doubleOf(bound);
            // Double.compare tells -0.0 from 0.0, which are equal here, but knows that NaN is above all.
            return known == number ? 0 : Double.compare(known, number);
        } else if (constant instanceof BigDecimal number) {
            return BigDecimal.valueOf(longOf(bound), column.type().scale()).compareTo(number);
        } else if (constant instanceof String text) {
            int compared = Arrays.compareUnsigned(bound, text.getBytes(StandardCharsets.UTF_8));
            // A cut upper bound is itself above all that it stands for, if the writer keeps to the format; some only
            // cut.
            return upper && compared < 0 && startsWith(text, bound) ? 0 : compared;
        }
        throw new IllegalArgumentException("no bounds for " + constant);
    }

    private static boolean startsWith(String text, byte[] beginning) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length >= beginning.length
                && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }

    private long longOf(byte[] bound) {
        return switch (column.stored()) {
            case INT32 -> Bytes.intAt(bound, 0) * column.factor();
            case UINT32 -> Bytes.intAt(bound, 0) & 0xFFFF_FFFFL;
            case UINT64 -> Bytes.longAt(bound, 0) < 0 ? Long.MAX_VALUE : Bytes.longAt(bound, 0);
            default -> scaled(Bytes.longAt(bound, 0), column.factor());
        };
    }

    private static long scaled(long value, long factor) {
        return value > Long.MAX_VALUE / factor
                ? Long.MAX_VALUE
                : value < Long.MIN_VALUE / factor ? Long.MIN_VALUE : value * factor;
    }

    private double doubleOf(byte[] bound) {
        return column.stored() == Stored.FLOAT
                ? Float.intBitsToFloat(Bytes.intAt(bound, 0))
                : Double.longBitsToDouble(Bytes.longAt(bound, 0));
    }
}
