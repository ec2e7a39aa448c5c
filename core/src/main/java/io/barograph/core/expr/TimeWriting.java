package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.text.TimestampFormatWriter;

/** {@code strftime}: times to texts of one format. */
final class TimeWriting implements Kernel {
    private final TimestampFormatWriter format;
    private final int[] codes = new int[Batch.CAPACITY];
    private final byte[] text;
    private final OutputDictionary output = new OutputDictionary();

    TimeWriting(TimestampFormatWriter format) {
        this.format = format;
        text = new byte[format.maxBytes()];
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        Dictionary dictionary = output.begin();
        long[] times = ((LongColumn) arguments[0]).values();
        for (int i = 0; i < size; i++) {
            codes[i] = result.inputsPresent(i) ? dictionary.intern(text, 0, format.print(times[i], text, 0)) : 0;
        }
        return new VarcharColumn(codes, dictionary, result.validity());
    }
}
