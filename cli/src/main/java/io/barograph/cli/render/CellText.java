package io.barograph.cli.render;

import io.barograph.cli.render.BoxTable.Cell;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.text.DateText;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.IntervalText;
import io.barograph.core.text.TimestampText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Values as texts for people: one value at a time, so for what is shown and not for files. */
public final class CellText {
    private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);
    private static final double PLAIN_FROM = 1e-4;
    private static final double PLAIN_TO = 1e15;

    private CellText() {}

    /** The cell at a position of a column. */
    public static Cell cell(Column column, int position) {
        Object value = column.value(position);
        if (value == null) {
            return Cell.ofNull();
        }
        String text = text(column.type(), value);
        return new Cell(text, value instanceof Double number ? rounded(number) : text, false);
    }

    /** A value as {@link Column#value} gives it; every digit of it. */
    public static String text(Type type, @Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        return switch (type.kind()) {
            case BOOLEAN, BIGINT -> value.toString();
            case DOUBLE -> DoubleText.toString((Double) value);
            case TIMESTAMP -> TimestampText.toString((Long) value);
            case DATE -> DateText.toString((Long) value);
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case INTERVAL -> IntervalText.toString((Long) value);
            case VARCHAR -> printable((String) value);
        };
    }

    /** A number in six digits, or all digits before its point if there are more. */
    public static String rounded(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (!Double.isFinite(value) || size < PLAIN_FROM || size >= PLAIN_TO) {
            return DoubleText.toString(value);
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal short6 = size >= 1e6 ? exact.setScale(0, RoundingMode.HALF_EVEN) : exact.round(SIX_DIGITS);
        return short6.stripTrailingZeros().toPlainString();
    }

    /** Line breaks and other control characters would tear a table; they are shown as pictures of themselves. */
    private static String printable(String text) {
        StringBuilder shown = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7F) {
                if (shown == null) {
                    shown = new StringBuilder(text);
                }
                shown.setCharAt(i, c == 0x7F ? '\u2421' : (char) ('\u2400' + c));
            }
        }
        return shown == null ? text : shown.toString();
    }
}
