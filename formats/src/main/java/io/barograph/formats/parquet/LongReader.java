package io.barograph.formats.parquet;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.formats.store.StoredBytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** Columns whose values we carry as long. Decoding gives stored numbers; a batch is turned into our unit as a whole. */
final class LongReader extends ColumnReader {
    /** Days, either way from 1970, whose midnight is a TIMESTAMP. */
    static final long MAX_DAYS = Long.MAX_VALUE / 86_400_000_000_000L;

    private static final long MILLI_NANOS = 1_000_000;

    private final long[] values = new long[Batch.CAPACITY];
    private final LongValues decoder = new LongValues();
    private Stored stored = Stored.INT64;
    private long factor = 1;
    private long @Nullable [] exceeding;

    LongReader(Field field, StoredBytes file) {
        super(field, file);
    }

    @Override
    void beginChunk(LeafColumn leaf) {
        stored = leaf.stored();
        factor = leaf.factor();
        decoder.beginChunk(stored);
    }

    @Override
    void beginDictionary(byte[] source, int length, int count) {
        decoder.beginDictionary(source, length, count);
    }

    @Override
    void beginPage(Encoding encoding, byte[] source, int from, int to, int count) {
        decoder.beginPage(encoding, source, from, to, count);
    }

    @Override
    void decode(int row, int count) {
        decoder.read(values, row, count);
    }

    @Override
    void skipValues(int count) {
        decoder.skip(count);
    }

    @Override
    void move(int from, int to) {
        values[to] = values[from];
    }

    @Override
    Column column(Validity validity, int rows) {
        exceeding = null;
        if (stored == Stored.INT96 || stored == Stored.MONTHS_DAYS_MILLIS) {
            limit(validity, rows, LongValues.BEYOND + 1, Long.MAX_VALUE);
        } else if (stored == Stored.UINT64) {
            limit(validity, rows, 0, Long.MAX_VALUE);
        } else if (field.type() == Type.DATE) {
            limit(validity, rows, -MAX_DAYS, MAX_DAYS);
        } else if (factor > 1) {
            limit(validity, rows, Long.MIN_VALUE / factor, Long.MAX_VALUE / factor);
            if (exceeding == null) {
                for (int i = 0; i < rows; i++) {
                    values[i] *= factor;
                }
            } else {
                for (int i = 0; i < rows; i++) {
                    values[i] = Bitmap.isSet(exceeding, i) ? values[i] : values[i] * factor;
                }
            }
        }
        return new LongColumn(field.type(), values, validity);
    }

    /** Marks the rows whose number is not in {@code [least, most]}. */
    private void limit(Validity validity, int rows, long least, long most) {
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < rows; i++) {
            lowest = Math.min(lowest, values[i]);
            highest = Math.max(highest, values[i]);
        }
        if (lowest >= least && highest <= most) {
            return;
        }
        for (int i = 0; i < rows; i++) {
            if ((values[i] < least || values[i] > most) && validity.isPresent(i)) {
                if (exceeding == null) {
                    exceeding = new long[Bitmap.words(rows)];
                }
                Bitmap.set(exceeding, i, 1);
            }
        }
    }

    @Override
    long @Nullable [] exceeding() {
        return exceeding;
    }

    @Override
    String reason(int row) {
        long value = values[row];
        String what = switch (stored) {
            case UINT64 -> Long.toUnsignedString(value) + " is above 9223372036854775807, the greatest BIGINT";
            case INT96 -> "its time is not between 1677-09-21 and 2262-04-11";
            case MONTHS_DAYS_MILLIS ->
                "an interval of months, or of more days than an INTERVAL has, has no fixed length";
            default ->
                text(value)
                        + (field.type() != Type.INTERVAL
                                ? " is not between 1677-09-21 and 2262-04-11"
                                : " is more than an INTERVAL holds");
        };
        return "column '" + field.name() + "': " + what;
    }

    private String text(long value) {
        if (field.type() == Type.DATE) {
            return LocalDate.ofEpochDay(value).toString();
        }
        long perSecond = 1_000_000_000 / factor;
        if (field.type() == Type.TIMESTAMP) {
            try {
                return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * factor)
                        .toString();
            } catch (DateTimeException beyondTheCalendar) {
                // Said as a number below.
            }
        }
        return value + (factor == MILLI_NANOS ? " milliseconds" : " microseconds");
    }
}
