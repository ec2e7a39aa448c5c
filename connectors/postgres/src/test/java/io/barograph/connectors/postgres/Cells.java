package io.barograph.connectors.postgres;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.math.BigInteger;
import java.util.Arrays;

/** Batches of tests, from boxed values. */
final class Cells {
    private Cells() {}

    /** @param rows null for NULL; Boolean, Double, String; Long for BIGINT, TIMESTAMP, DATE and INTERVAL; BigInteger, unscaled */
    static Batch batch(Schema schema, Object[]... rows) {
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            int index = i;
            columns[i] = column(
                    schema.type(i), Arrays.stream(rows).map(row -> row[index]).toArray());
        }
        return new Batch(columns, rows.length);
    }

    private static Column column(Type type, Object[] values) {
        int size = values.length;
        long[] words = Validity.allPresent(size);
        long[] longs = new long[size];
        long[] highs = new long[size];
        double[] doubles = new double[size];
        boolean[] booleans = new boolean[size];
        int[] codes = new int[size];
        Dictionary dictionary = new Dictionary();
        for (int i = 0; i < size; i++) {
            if (values[i] == null) {
                Validity.setNull(words, i);
            } else if (values[i] instanceof BigInteger number) {
                highs[i] = number.shiftRight(64).longValue();
                longs[i] = number.longValue();
            } else if (values[i] instanceof Number number) {
                longs[i] = number.longValue();
                doubles[i] = number.doubleValue();
            } else if (values[i] instanceof Boolean truth) {
                booleans[i] = truth;
            } else {
                codes[i] = dictionary.intern(String.valueOf(values[i]));
            }
        }
        Validity validity = Validity.of(words);
        return switch (type.kind()) {
            case BOOLEAN -> new BooleanColumn(booleans, validity);
            case DOUBLE -> new DoubleColumn(doubles, validity);
            case VARCHAR -> new VarcharColumn(codes, dictionary, validity);
            case DECIMAL -> new DecimalColumn(type, highs, longs, validity);
            default -> new LongColumn(type, longs, validity);
        };
    }
}
