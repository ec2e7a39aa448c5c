package io.barograph.connectors.postgres;

import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.decimal.DecimalText;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.DateText;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.TimestampPrinter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The values of one column as elements of PostgreSQL's array literals: what the server reads is bit for bit what we have. Used
 * by one thread.
 */
final class CellText {
    static final String NULL = "NULL";

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final PostgresOptions options;
    private final Field field;
    private final StoredType stored;
    private final TimestampPrinter times = TimestampPrinter.sql();
    private final byte[] buffer = new byte[64];

    CellText(PostgresOptions options, Field field, StoredType stored) {
        this.options = options;
        this.field = field;
        this.stored = stored;
    }

    /**
     * Appends a value.
     *
     * @throws BarographException {@code BAD_DATA} for one that PostgreSQL cannot hold
     */
    void append(Column column, int row, StringBuilder out) {
        if (column.validity().isNull(row)) {
            out.append(NULL);
            return;
        }
        switch (field.type().kind()) {
            case BOOLEAN -> out.append(((BooleanColumn) column).values()[row] ? 't' : 'f');
            case BIGINT -> out.append(((LongColumn) column).values()[row]);
            case DOUBLE -> ascii(out, DoubleText.print(((DoubleColumn) column).values()[row], buffer, 0));
            case DECIMAL -> {
                DecimalColumn decimals = (DecimalColumn) column;
                out.append(DecimalText.toString(
                        decimals.high()[row], decimals.low()[row], field.type().scale()));
            }
            case VARCHAR -> text((VarcharColumn) column, row, out);
            case DATE -> ascii(out, DateText.print(((LongColumn) column).values()[row], buffer, 0));
            case TIMESTAMP -> timestamp(((LongColumn) column).values()[row], out);
            case INTERVAL -> interval(((LongColumn) column).values()[row], out);
        }
    }

    private void ascii(StringBuilder out, int length) {
        for (int i = 0; i < length; i++) {
            out.append((char) buffer[i]);
        }
    }

    private void text(VarcharColumn column, int row, StringBuilder out) {
        int code = column.codes()[row];
        int from = column.dictionary().offset(code);
        String text = new String(
                column.dictionary().bytes(), from, column.dictionary().length(code), StandardCharsets.UTF_8);
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw refused(
                        "'" + text.replace('\0', '␀') + "' has a character of code 0, which PostgreSQL's text cannot"
                                + " hold; take it out with replace()");
            }
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    private void timestamp(long nanos, StringBuilder out) {
        if (stored.countsNanos()) {
            out.append(nanos);
            return;
        }
        int length = times.print(nanos, buffer, 0);
        if (Math.floorMod(nanos, NANOS_PER_MICRO) != 0) {
            throw finerThanMicros(new String(buffer, 0, length, StandardCharsets.US_ASCII));
        }
        out.append('"');
        ascii(out, length);
        out.append("+00\"");
    }

    private void interval(long nanos, StringBuilder out) {
        if (stored.countsNanos()) {
            out.append(nanos);
            return;
        }
        if (nanos % NANOS_PER_MICRO != 0) {
            throw finerThanMicros(nanos + " ns");
        }
        long micros = Math.abs(nanos / NANOS_PER_MICRO);
        long seconds = micros / MICROS_PER_SECOND;
        long fraction = micros % MICROS_PER_SECOND;
        out.append(nanos < 0 ? "-" : "")
                .append(TimeUnit.SECONDS.toHours(seconds))
                .append(':')
                .append(seconds / 60 % 60)
                .append(':')
                .append(seconds % 60)
                .append('.')
                .append(Long.toString(MICROS_PER_SECOND + fraction), 1, 7);
    }

    private BarographException finerThanMicros(String value) {
        return refused(value + " is finer than PostgreSQL's microseconds; cut it in the query ("
                + (field.type().name().equals("TIMESTAMP")
                        ? "date_trunc('microsecond', " + field.name() + ")"
                        : "to whole ones")
                + "), or make the column a bigint, which takes nanoseconds");
    }

    private BarographException refused(String what) {
        return options.failure(ErrorCode.BAD_DATA, "column " + field.name() + ": " + what);
    }
}
