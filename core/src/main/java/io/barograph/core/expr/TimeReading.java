package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.text.TimestampFormatReader;
import io.barograph.core.text.TimestampText;

/** {@code strptime}: times from texts of one format. */
final class TimeReading implements Kernel {
    private final TimestampFormatReader format;
    private final long[] out = new long[Batch.CAPACITY];

    TimeReading(TimestampFormatReader format) {
        this.format = format;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        VarcharColumn column = (VarcharColumn) arguments[0];
        Dictionary dictionary = column.dictionary();
        int[] codes = column.codes();
        for (int i = 0; i < size; i++) {
            if (result.inputsPresent(i)) {
                int from = dictionary.offset(codes[i]);
                out[i] = format.parse(dictionary.bytes(), from, from + dictionary.length(codes[i]));
                if (out[i] == TimestampText.INVALID) {
                    result.undefined(i);
                }
            }
        }
        return new LongColumn(Type.TIMESTAMP, out, result.validity());
    }
}
