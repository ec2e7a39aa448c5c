package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A call of which only one argument varies, and that is VARCHAR: its kernel runs once per entry of the column's
 * dictionary, and rows look their result up. The results are kept as long as the dictionary is the same, and continued
 * as it grows.
 */
final class PerEntryNode extends Node {
    private final Node[] arguments;
    private final int varying;
    private final Kernel kernel;
    private final ResultValidity result;
    private final ResultValidity entryResult = ResultValidity.silent();
    private final Column[] columns;

    private @Nullable Dictionary dictionary;
    private int entries;
    private long[] nullWords = {};
    private long[] undefinedWords = {};
    private boolean anyNull;
    private final Results results;

    PerEntryNode(Type type, Node[] arguments, int varying, Kernel kernel, ResultValidity result) {
        super(type);
        this.arguments = arguments;
        this.varying = varying;
        this.kernel = kernel;
        this.result = result;
        this.columns = new Column[arguments.length];
        this.results = type == Type.BOOLEAN
                ? new BooleanResults()
                : type == Type.DOUBLE
                        ? new DoubleResults()
                        : type == Type.VARCHAR ? new VarcharResults() : new LongResults(type);
    }

    @Override
    Column compute(Rows rows) {
        int size = rows.size();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = arguments[i].evaluate(rows);
        }
        VarcharColumn column = (VarcharColumn) columns[varying];
        extend(column.dictionary());
        columns[varying] = column;
        result.begin(columns, rows.active(), size);
        int[] codes = column.codes();
        if (entries == 0) {
            // Every row is NULL: there is nothing to look up, but the codes are 0.
            return results.gather(codes, 0, result.validity());
        }
        if (anyNull) {
            for (int i = 0; i < size; i++) {
                int code = codes[i];
                if (isSet(undefinedWords, code)) {
                    result.undefined(i);
                } else if (isSet(nullWords, code)) {
                    result.makeNull(i);
                }
            }
        }
        return results.gather(codes, size, result.validity());
    }

    private static boolean isSet(long[] words, int position) {
        return (words[position >> 6] >>> position & 1) != 0;
    }

    private void extend(Dictionary current) {
        if (current != dictionary) {
            dictionary = current;
            entries = 0;
            anyNull = false;
            Arrays.fill(nullWords, 0);
            Arrays.fill(undefinedWords, 0);
        }
        int end = current.size();
        if (entries == end) {
            return;
        }
        int words = Validity.wordCount(end);
        if (words > nullWords.length) {
            nullWords = Arrays.copyOf(nullWords, words * 2);
            undefinedWords = Arrays.copyOf(undefinedWords, words * 2);
        }
        results.reserve(end);
        int[] codes = new int[Batch.CAPACITY];
        while (entries < end) {
            int count = Math.min(Batch.CAPACITY, end - entries);
            for (int i = 0; i < count; i++) {
                codes[i] = entries + i;
            }
            columns[varying] = new VarcharColumn(codes, current, Validity.ALL);
            entryResult.begin(columns, Validity.ALL, count);
            Column values = kernel.apply(columns, count, entryResult);
            results.store(values, entries, count);
            for (int i = 0; i < count; i++) {
                if (values.validity().isNull(i)) {
                    anyNull = true;
                    Validity.setPresent(nullWords, entries + i);
                    if (entryResult.isUndefined(i)) {
                        Validity.setPresent(undefinedWords, entries + i);
                    }
                }
            }
            entries += count;
        }
    }

    /** The kernel's results by entry, and their gathering by the rows' codes. */
    private interface Results {
        void reserve(int entries);

        void store(Column values, int from, int count);

        Column gather(int[] codes, int size, Validity validity);
    }

    private static final class BooleanResults implements Results {
        private final boolean[] out = new boolean[Batch.CAPACITY];
        private boolean[] byEntry = {};

        @Override
        public void reserve(int entries) {
            if (entries > byEntry.length) {
                byEntry = Arrays.copyOf(byEntry, entries * 2);
            }
        }

        @Override
        public void store(Column values, int from, int count) {
            System.arraycopy(((BooleanColumn) values).values(), 0, byEntry, from, count);
        }

        @Override
        public Column gather(int[] codes, int size, Validity validity) {
            boolean[] table = byEntry;
            for (int i = 0; i < size; i++) {
                out[i] = table[codes[i]];
            }
            return new BooleanColumn(out, validity);
        }
    }

    private static final class DoubleResults implements Results {
        private final double[] out = new double[Batch.CAPACITY];
        private double[] byEntry = {};

        @Override
        public void reserve(int entries) {
            if (entries > byEntry.length) {
                byEntry = Arrays.copyOf(byEntry, entries * 2);
            }
        }

        @Override
        public void store(Column values, int from, int count) {
            System.arraycopy(((DoubleColumn) values).values(), 0, byEntry, from, count);
        }

        @Override
        public Column gather(int[] codes, int size, Validity validity) {
            double[] table = byEntry;
            for (int i = 0; i < size; i++) {
                out[i] = table[codes[i]];
            }
            return new DoubleColumn(out, validity);
        }
    }

    private static final class LongResults implements Results {
        private final Type type;
        private final long[] out = new long[Batch.CAPACITY];
        private long[] byEntry = {};

        LongResults(Type type) {
            this.type = type;
        }

        @Override
        public void reserve(int entries) {
            if (entries > byEntry.length) {
                byEntry = Arrays.copyOf(byEntry, entries * 2);
            }
        }

        @Override
        public void store(Column values, int from, int count) {
            System.arraycopy(((LongColumn) values).values(), 0, byEntry, from, count);
        }

        @Override
        public Column gather(int[] codes, int size, Validity validity) {
            long[] table = byEntry;
            for (int i = 0; i < size; i++) {
                out[i] = table[codes[i]];
            }
            return new LongColumn(type, out, validity);
        }
    }

    /** Texts of all entries in one dictionary, so that a kernel may start a new one of its own at any time. */
    private static final class VarcharResults implements Results {
        private final int[] out = new int[Batch.CAPACITY];
        private int[] byEntry = {};
        private Dictionary texts = new Dictionary();

        @Override
        public void reserve(int entries) {
            if (entries > byEntry.length) {
                byEntry = Arrays.copyOf(byEntry, entries * 2);
            }
        }

        @Override
        public void store(Column values, int from, int count) {
            if (from == 0) {
                texts = new Dictionary();
            }
            VarcharColumn column = (VarcharColumn) values;
            Dictionary source = column.dictionary();
            for (int i = 0; i < count; i++) {
                int code = column.codes()[i];
                byEntry[from + i] = column.validity().isNull(i)
                        ? 0
                        : texts.intern(source.bytes(), source.offset(code), source.length(code), source.hash(code));
            }
        }

        @Override
        public Column gather(int[] codes, int size, Validity validity) {
            int[] table = byEntry;
            for (int i = 0; i < size; i++) {
                out[i] = table[codes[i]];
            }
            return new VarcharColumn(out, texts, validity);
        }
    }
}
