package io.barograph.formats.arrow;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;
import java.io.IOException;

/** Truth values, a bit each. */
final class BooleanDecoder extends ColumnDecoder {
    private final boolean[] values = new boolean[Batch.CAPACITY];
    private byte[] bytes = {};

    @Override
    void beginValues(Body body, ArrowColumn column, Dictionaries dictionaries) throws IOException {
        bytes = body.read(body.buffer(column) + 1, body.rows() + 7L >> 3);
    }

    @Override
    Column read(int from, int count, Validity present) {
        for (int i = 0; i < count; i++) {
            int at = from + i;
            values[i] = (bytes[at >> 3] >>> (at & 7) & 1) != 0;
        }
        return new BooleanColumn(values, present);
    }

    @Override
    String reason(int row) {
        throw new IllegalStateException("every truth value fits");
    }
}
