package io.barograph.formats.arrow;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Validity;
import io.barograph.formats.arrow.ArrowColumn.Stored;
import java.io.IOException;

/** Floating-point numbers. */
final class DoubleDecoder extends ColumnDecoder {
    private final double[] values = new double[Batch.CAPACITY];
    private byte[] bytes = {};
    private boolean single;

    @Override
    void beginValues(Body body, ArrowColumn column, Dictionaries dictionaries) throws IOException {
        single = column.stored() == Stored.FLOAT32;
        bytes = body.read(body.buffer(column) + 1, (long) column.stored().width() * body.rows());
    }

    @Override
    Column read(int from, int count, Validity present) {
        if (single) {
            for (int i = 0; i < count; i++) {
                values[i] = Float.intBitsToFloat((int) Body.INT.get(bytes, 4 * (from + i)));
            }
        } else {
            for (int i = 0; i < count; i++) {
                values[i] = Double.longBitsToDouble((long) Body.LONG.get(bytes, 8 * (from + i)));
            }
        }
        return new DoubleColumn(values, present);
    }

    @Override
    String reason(int row) {
        throw new IllegalStateException("every number fits");
    }
}
