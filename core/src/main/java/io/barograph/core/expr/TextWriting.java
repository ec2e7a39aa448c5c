package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.decimal.DecimalText;
import io.barograph.core.decimal.Int128;
import io.barograph.core.text.DateText;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.IntervalText;
import io.barograph.core.text.LongText;
import io.barograph.core.text.TimestampPrinter;
import java.nio.charset.StandardCharsets;

/** Casts to VARCHAR, as results are printed. */
final class TextWriting implements Kernel {
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private final Type type;
    private final int[] codes = new int[Batch.CAPACITY];
    private final byte[] text = new byte[Math.max(IntervalText.MAX_BYTES, DecimalText.MAX_BYTES)];
    private final Int128 register = new Int128();
    private final OutputDictionary output = new OutputDictionary();
    private final TimestampPrinter timestamps = TimestampPrinter.sql();

    TextWriting(Type type) {
        this.type = type;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        Dictionary dictionary = output.begin();
        Column source = arguments[0];
        for (int i = 0; i < size; i++) {
            codes[i] = result.inputsPresent(i) ? dictionary.intern(text, 0, print(source, i)) : 0;
        }
        return new VarcharColumn(codes, dictionary, result.validity());
    }

    private int print(Column source, int position) {
        if (source instanceof DoubleColumn column) {
            return DoubleText.print(column.values()[position], text, 0);
        }
        if (source instanceof LongColumn column) {
            long value = column.values()[position];
            return switch (type.kind()) {
                case TIMESTAMP -> timestamps.print(value, text, 0);
                case DATE -> DateText.print(value, text, 0);
                case INTERVAL -> IntervalText.print(value, text, 0);
                default -> LongText.print(value, text, 0);
            };
        }
        if (source instanceof DecimalColumn column) {
            return DecimalText.print(column.high()[position], column.low()[position], type.scale(), text, 0, register);
        }
        byte[] word = ((BooleanColumn) source).values()[position] ? TRUE : FALSE;
        System.arraycopy(word, 0, text, 0, word.length);
        return word.length;
    }
}
