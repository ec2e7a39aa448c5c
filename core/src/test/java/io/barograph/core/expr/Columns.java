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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns and batches from boxed values, and back. */
final class Columns {
    private Columns() {}

    static Column of(Type type, Object... values) {
        return with(new Dictionary(), type, values);
    }

    static Column with(Dictionary dictionary, Type type, Object... values) {
        int size = values.length;
        long[] words = Validity.allPresent(size);
        for (int i = 0; i < size; i++) {
            if (values[i] == null) {
                Validity.setNull(words, i);
            }
        }
        Validity validity = Arrays.asList(values).contains(null) ? Validity.of(words) : Validity.ALL;
        switch (type.kind()) {
            case BOOLEAN -> {
                boolean[] array = new boolean[size];
                for (int i = 0; i < size; i++) {
                    array[i] = values[i] != null && (Boolean) values[i];
                }
                return new BooleanColumn(array, validity);
            }
            case DOUBLE -> {
                double[] array = new double[size];
                for (int i = 0; i < size; i++) {
                    array[i] = values[i] == null ? 0 : ((Number) values[i]).doubleValue();
                }
                return new DoubleColumn(array, validity);
            }
            case VARCHAR -> {
                int[] array = new int[size];
                for (int i = 0; i < size; i++) {
                    array[i] = values[i] == null ? 0 : dictionary.intern((String) values[i]);
                }
                return new VarcharColumn(array, dictionary, validity);
            }
            default -> {
                long[] array = new long[size];
                for (int i = 0; i < size; i++) {
                    array[i] = values[i] == null ? 0 : ((Number) values[i]).longValue();
                }
                return new LongColumn(type, array, validity);
            }
        }
    }

    static List<Object> values(Column column, int size) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(column.value(i));
        }
        return values;
    }

    static Batch batch(int size, Column... columns) {
        return new Batch(columns, size);
    }

    static Expr ref(int index, Type type) {
        return new Expr.ColumnRef(index, type);
    }

    static EvaluationContext context() {
        return new EvaluationContext(List.of(), false);
    }

    /** The call's values over columns of equal length. */
    static List<Object> evaluate(String function, int size, Column... columns) {
        return values(Evaluators.compile(call(function, columns), context()).evaluate(batch(size, columns)), size);
    }

    /** A call over references to columns. */
    static Expr.Call call(String function, Column... columns) {
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            arguments.add(ref(i, columns[i].type()));
        }
        return Functions.call(function, arguments);
    }
}
