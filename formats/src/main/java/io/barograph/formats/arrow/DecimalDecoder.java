package io.barograph.formats.arrow;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.decimal.Int128;
import io.barograph.formats.arrow.ArrowColumn.Stored;
import java.io.IOException;

/** Decimals of up to 128 bits. */
final class DecimalDecoder extends ColumnDecoder {
    private final Type type;
    private final long[] high = new long[Batch.CAPACITY];
    private final long[] low = new long[Batch.CAPACITY];
    private byte[] bytes = {};
    private Stored stored = Stored.DECIMAL128;

    DecimalDecoder(Type type) {
        this.type = type;
    }

    @Override
    void beginValues(Body body, ArrowColumn column, Dictionaries dictionaries) throws IOException {
        stored = column.stored();
        bytes = body.read(body.buffer(column) + 1, (long) stored.width() * body.rows());
    }

    @Override
    Column read(int from, int count, Validity present) {
        if (stored == Stored.DECIMAL128) {
            for (int i = 0; i < count; i++) {
                low[i] = (long) Body.LONG.get(bytes, 16 * (from + i));
                high[i] = (long) Body.LONG.get(bytes, 16 * (from + i) + 8);
            }
        } else {
            LongDecoder.copy(bytes, stored, from, count, low);
            for (int i = 0; i < count; i++) {
                high[i] = low[i] >> 63;
            }
        }
        for (int i = 0; i < count; i++) {
            if (!Int128.hasDigits(high[i], low[i], type.precision()) && present.isPresent(i)) {
                exceed(i);
            }
        }
        return new DecimalColumn(type, high, low, present);
    }

    @Override
    String reason(int row) {
        return "a number of more digits than a " + type + " has";
    }
}
