package io.barograph.frame;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers batches into one array per column. */
final class ColumnSink implements ResultSink {
    private Schema schema = Schema.of();
    private final List<Object> arrays = new ArrayList<>();
    private final List<long[]> validities = new ArrayList<>();
    private int size;
    private int capacity = Batch.CAPACITY;

    @Override
    public void begin(Schema answer) {
        schema = answer;
        for (int i = 0; i < schema.size(); i++) {
            arrays.add(Array.newInstance(elements(schema.type(i)), capacity));
            validities.add(Validity.allPresent(capacity));
        }
    }

    private static Class<?> elements(Type type) {
        if (type == Type.DOUBLE) {
            return double.class;
        } else if (type == Type.BOOLEAN) {
            return boolean.class;
        } else if (type == Type.VARCHAR) {
            return String.class;
        } else if (type.isDecimal()) {
            return BigDecimal.class;
        }
        return long.class;
    }

    @Override
    public void accept(Batch batch) {
        if (batch.size() > capacity - size) {
            grow(size + batch.size());
        }
        for (int i = 0; i < schema.size(); i++) {
            copy(batch.column(i), batch.size(), arrays.get(i), validities.get(i));
        }
        size += batch.size();
    }

    private void grow(int needed) {
        if (needed < 0) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "the answer has more rows than an array can hold; take it row by row with forEach, or write it to a file");
        }
        capacity = Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 64, capacity * 2L));
        for (int i = 0; i < arrays.size(); i++) {
            arrays.set(i, resized(arrays.get(i), capacity));
            long[] words = Arrays.copyOf(validities.get(i), Validity.wordCount(capacity));
            Arrays.fill(words, validities.get(i).length, words.length, -1L);
            validities.set(i, words);
        }
    }

    private Object resized(Object array, int length) {
        Object wider = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, wider, 0, Math.min(size, length));
        return wider;
    }

    private void copy(Column column, int rows, Object array, long[] words) {
        if (column instanceof LongColumn longs) {
            System.arraycopy(longs.values(), 0, array, size, rows);
        } else if (column instanceof DoubleColumn doubles) {
            System.arraycopy(doubles.values(), 0, array, size, rows);
        } else if (column instanceof BooleanColumn booleans) {
            System.arraycopy(booleans.values(), 0, array, size, rows);
        } else if (column instanceof DecimalColumn decimals) {
            BigDecimal[] target = (BigDecimal[]) array;
            for (int row = 0; row < rows; row++) {
                target[size + row] = (BigDecimal) decimals.value(row);
            }
        } else {
            copyTexts((VarcharColumn) column, rows, (String[]) array);
        }
        if (column.validity().hasNulls()) {
            for (int row = 0; row < rows; row++) {
                if (column.validity().isNull(row)) {
                    Validity.setNull(words, size + row);
                    clear(array, size + row);
                }
            }
        }
    }

    /** Texts that repeat are one object. */
    private void copyTexts(VarcharColumn column, int rows, String[] target) {
        int last = -1;
        for (int row = 0; row < rows; row++) {
            if (column.validity().isPresent(row)) {
                int code = column.codes()[row];
                target[size + row] = code == last
                        ? target[size + row - 1]
                        : column.dictionary().string(code);
                last = code;
            } else {
                last = -1;
            }
        }
    }

    private static void clear(Object array, int row) {
        if (array instanceof double[] doubles) {
            doubles[row] = Double.NaN;
        } else if (array instanceof long[] longs) {
            longs[row] = 0;
        } else if (array instanceof boolean[] booleans) {
            booleans[row] = false;
        }
    }

    @Override
    public void end() {
        arrays.replaceAll(array -> resized(array, size));
    }

    /** The arrays, once ended, of the run that did this. */
    Columns columns(RunSummary summary) {
        return new Columns(
                schema,
                size,
                List.copyOf(arrays),
                validities.stream().map(Validity::of).toList(),
                summary);
    }
}
