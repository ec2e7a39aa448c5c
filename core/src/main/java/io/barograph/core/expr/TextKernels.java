package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;

/**
 * The three shapes of text functions: to text, to a number, to a truth value. They call one function object per text;
 * that is little beside what is done to a text, and over one column it happens once per dictionary entry.
 */
final class TextKernels {
    private TextKernels() {}

    /** Makes a text; false where it is undefined. */
    @FunctionalInterface
    interface ToText {
        boolean apply(TextRow row, TextBuffer out);
    }

    /** Measures a text; negative where it is undefined. */
    @FunctionalInterface
    interface ToLong {
        long apply(TextRow row);
    }

    /** Tests a text. */
    @FunctionalInterface
    interface ToBoolean {
        boolean test(TextRow row);
    }

    /** @param nullAware whether the function also looks at rows with NULL arguments; its result is then never NULL */
    static Kernel toText(ToText function, boolean nullAware) {
        return new Kernel() {
            private final int[] codes = new int[Batch.CAPACITY];
            private final OutputDictionary output = new OutputDictionary();
            private final TextRow row = new TextRow();
            private final TextBuffer buffer = new TextBuffer();

            @Override
            public Column apply(Column[] arguments, int size, ResultValidity result) {
                Dictionary dictionary = output.begin();
                row.begin(arguments);
                for (int i = 0; i < size; i++) {
                    codes[i] = 0;
                    if (nullAware || result.inputsPresent(i)) {
                        row.moveTo(i);
                        buffer.clear();
                        if (function.apply(row, buffer)) {
                            codes[i] = buffer.internIn(dictionary);
                        } else {
                            result.undefined(i);
                        }
                    }
                }
                return new VarcharColumn(codes, dictionary, nullAware ? Validity.ALL : result.validity());
            }
        };
    }

    /** For a function that also looks at rows with NULL arguments; its result is NULL where its first argument is. */
    static Kernel joined(ToText function) {
        Kernel everywhere = toText(function, true);
        return (arguments, size, result) -> {
            VarcharColumn texts = (VarcharColumn) everywhere.apply(arguments, size, result);
            return new VarcharColumn(texts.codes(), texts.dictionary(), arguments[0].validity());
        };
    }

    static Kernel toLong(ToLong function) {
        return new Kernel() {
            private final long[] out = new long[Batch.CAPACITY];
            private final TextRow row = new TextRow();

            @Override
            public Column apply(Column[] arguments, int size, ResultValidity result) {
                row.begin(arguments);
                for (int i = 0; i < size; i++) {
                    if (result.inputsPresent(i)) {
                        row.moveTo(i);
                        out[i] = function.apply(row);
                        if (out[i] < 0) {
                            result.undefined(i);
                        }
                    }
                }
                return new LongColumn(Type.BIGINT, out, result.validity());
            }
        };
    }

    static Kernel toBoolean(ToBoolean function) {
        return new Kernel() {
            private final boolean[] out = new boolean[Batch.CAPACITY];
            private final TextRow row = new TextRow();

            @Override
            public Column apply(Column[] arguments, int size, ResultValidity result) {
                row.begin(arguments);
                for (int i = 0; i < size; i++) {
                    if (result.inputsPresent(i)) {
                        row.moveTo(i);
                        out[i] = function.test(row);
                    }
                }
                return new BooleanColumn(out, result.validity());
            }
        };
    }
}
