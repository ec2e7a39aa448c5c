package io.barograph.formats.binary;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.decimal.Int128;
import io.barograph.core.text.DateText;
import io.barograph.core.text.EpochUnit;
import io.barograph.core.text.TimestampText;
import io.barograph.core.zone.Zones;
import io.barograph.formats.record.EachRecordDecoder;
import io.barograph.formats.record.Records;
import io.barograph.formats.text.ColumnKind;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.TextInterner;
import org.jspecify.annotations.Nullable;

/** Reads binary records; whatever the encoder would not have written is rejected, but for other NaNs, which become NaN. */
final class BinaryRecordDecoder extends EachRecordDecoder {
    private static final int MALFORMED = -1;

    private final Schema schema;
    private final Type.Kind[] types;
    private final int head;

    /** Of the number last read by {@link #varint}. */
    private long number;

    private @Nullable String reason;

    BinaryRecordDecoder(Schema schema, int[] projection) {
        super(
                (byte) 0,
                new Columns(
                        schema,
                        projection,
                        Dialect.ofTexts('\0', Zones.of("UTC")),
                        new @Nullable EpochUnit[schema.size()]));
        this.schema = schema;
        this.types = new Type.Kind[schema.size()];
        for (int c = 0; c < types.length; c++) {
            types[c] = schema.type(c).kind();
        }
        this.head = BinaryLayout.headBytes(types.length);
    }

    @Override
    protected @Nullable String parse(int record, int row) {
        reason = null;
        return isRow(record, row) ? null : reason;
    }

    private boolean isRow(int record, int row) {
        byte[] bytes = records.bytes();
        int start = records.start(record);
        int end = records.end(record);
        if (!isHead(record, bytes, start, end)) {
            return false;
        }
        int at = start + head;
        for (int c = 0; c < types.length; c++) {
            if ((bytes[start + 1 + (c >>> 3)] >>> (c & 7) & 1) != 0) {
                columns.setNull(c, row);
                continue;
            }
            at = switch (types[c]) {
                case BOOLEAN -> bool(bytes, at, end, c, row);
                case BIGINT -> bigint(bytes, at, end, c, row);
                case TIMESTAMP, INTERVAL, DOUBLE -> eight(bytes, at, end, c, row);
                case DATE -> date(bytes, at, end, c, row);
                case DECIMAL -> decimal(bytes, at, end, c, row);
                case VARCHAR -> text(bytes, at, end, c, row);
            };
            if (at < 0) {
                return false;
            }
        }
        return at == end || fails(end - at + (end - at == 1 ? " byte" : " bytes") + " behind the last column") > 0;
    }

    private boolean isHead(int record, byte[] bytes, int start, int end) {
        if (records.isTooLong(record)) {
            reason = Records.TOO_LONG;
        } else if (start == end) {
            reason = Records.EMPTY;
        } else if (bytes[start] != BinaryLayout.VERSION) {
            reason = "version " + (bytes[start] & 0xFF) + " where " + BinaryLayout.VERSION + " is expected";
        } else if (end - start < head) {
            reason = (end - start) + " bytes where at least " + head + " are expected";
        } else if ((types.length & 7) != 0 && (bytes[start + head - 1] & 0xFF) >>> (types.length & 7) != 0) {
            reason = "a column marked NULL that the table lacks";
        }
        return reason == null;
    }

    private int bool(byte[] bytes, int at, int end, int column, int row) {
        if (at >= end) {
            return ends(column);
        }
        columns.booleans[column][row] = bytes[at] == 1;
        return (bytes[at] & ~1) == 0 ? at + 1 : isNone(column, String.valueOf(bytes[at] & 0xFF));
    }

    private int bigint(byte[] bytes, int at, int end, int column, int row) {
        int next = varint(bytes, at, end, column);
        columns.longs[column][row] = number >>> 1 ^ -(number & 1);
        return next;
    }

    private int eight(byte[] bytes, int at, int end, int column, int row) {
        if (end - at < 8) {
            return ends(column);
        }
        long bits = (long) BinaryLayout.LONG.get(bytes, at);
        if (types[column] == Type.Kind.DOUBLE) {
            double value = Double.longBitsToDouble(bits);
            columns.doubles[column][row] = Double.isNaN(value) ? Double.NaN : value;
        } else {
            columns.longs[column][row] = bits;
            if (types[column] == Type.Kind.TIMESTAMP && bits == TimestampText.INVALID) {
                return isNone(column, String.valueOf(bits));
            }
        }
        return at + 8;
    }

    private int date(byte[] bytes, int at, int end, int column, int row) {
        if (end - at < 4) {
            return ends(column);
        }
        int days = (int) BinaryLayout.INT.get(bytes, at);
        columns.longs[column][row] = days;
        return DateText.isInRange(days) ? at + 4 : isNone(column, "day " + days);
    }

    private int decimal(byte[] bytes, int at, int end, int column, int row) {
        if (end - at < 16) {
            return ends(column);
        }
        long low = (long) BinaryLayout.LONG.get(bytes, at);
        long high = (long) BinaryLayout.LONG.get(bytes, at + 8);
        columns.longs[column][row] = low;
        columns.highs[column][row] = high;
        return Int128.hasDigits(high, low, schema.type(column).precision())
                ? at + 16
                : isNone(column, Int128.toBigInteger(high, low).toString());
    }

    private int text(byte[] bytes, int start, int end, int column, int row) {
        int at = varint(bytes, start, end, column);
        if (at < 0) {
            return at;
        }
        if (number < 0 || number > end - at) {
            return wrong(column, Long.toUnsignedString(number) + " bytes of text where " + (end - at) + " are left");
        }
        int length = (int) number;
        TextInterner texts = columns.texts[column];
        if (columns.kinds[column] == ColumnKind.UNREAD_TEXT) {
            return texts.isText(bytes, at, length) ? at + length : isNoText(column);
        }
        int code = texts.text(bytes, at, length, true);
        if (code < 0) {
            return isNoText(column);
        }
        columns.codes[column][row] = code;
        return at + length;
    }

    /** Reads a number in groups of seven bits, the lowest first; no more groups than needed. */
    private int varint(byte[] bytes, int start, int end, int column) {
        long value = 0;
        int most = Math.min(end, start + BinaryLayout.MAX_VARINT_BYTES);
        for (int at = start; at < most; at++) {
            byte group = bytes[at];
            int shift = 7 * (at - start);
            value |= (long) (group & 0x7F) << shift;
            if (group >= 0) {
                number = value;
                boolean isShortest = group != 0 || at == start;
                boolean fits = shift < 63 || group == 1;
                return isShortest && fits ? at + 1 : wrong(column, "a number of other bytes than needed");
            }
        }
        return most == end ? ends(column) : wrong(column, "a number of more than 64 bits");
    }

    private int ends(int column) {
        return wrong(column, "the record ends before");
    }

    private int isNoText(int column) {
        return wrong(column, "bytes that are no UTF-8");
    }

    private int isNone(int column, String value) {
        return wrong(column, value + " is no " + schema.type(column));
    }

    private int wrong(int column, String why) {
        return fails("column '" + schema.name(column) + "': " + why);
    }

    private int fails(String why) {
        reason = why;
        return MALFORMED;
    }
}
