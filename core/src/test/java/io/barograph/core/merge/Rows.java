package io.barograph.core.merge;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Rows of boxed values turned into batches, aggregated and read back: the slow way around for tests. */
final class Rows {
    final Schema schema;
    final List<Object[]> rows = new ArrayList<>();

    Rows(Type... types) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            fields.add(new Field("c" + i, types[i]));
        }
        schema = new Schema(fields);
    }

    Rows add(Object... values) {
        rows.add(values);
        return this;
    }

    Batch batch(int from, int to) {
        return batch(from, to, new Dictionary());
    }

    /** The rows as a batch whose texts are in this dictionary. */
    Batch batch(int from, int to, Dictionary dictionary) {
        Column[] columns = new Column[schema.size()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = column(c, from, to, dictionary);
        }
        return new Batch(columns, to - from);
    }

    private Column column(int c, int from, int to, Dictionary dictionary) {
        int size = to - from;
        long[] longs = new long[size];
        double[] doubles = new double[size];
        boolean[] booleans = new boolean[size];
        int[] codes = new int[size];
        long[] present = Validity.allPresent(size);
        boolean nulls = false;
        for (int i = 0; i < size; i++) {
            Object value = rows.get(from + i)[c];
            if (value == null) {
                nulls = true;
                Validity.setNull(present, i);
                longs[i] = 77;
                doubles[i] = 77;
                booleans[i] = true;
            } else if (value instanceof Long number) {
                longs[i] = number;
            } else if (value instanceof Double number) {
                doubles[i] = number;
            } else if (value instanceof Boolean truth) {
                booleans[i] = truth;
            } else {
                codes[i] = dictionary.intern((String) value);
            }
        }
        Validity validity = nulls ? Validity.of(present) : Validity.ALL;
        return switch (schema.type(c).kind()) {
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(schema.type(c), longs, validity);
            case DECIMAL -> throw new IllegalArgumentException(schema.toString());
            case DOUBLE -> new DoubleColumn(doubles, validity);
            case BOOLEAN -> new BooleanColumn(booleans, validity);
            case VARCHAR -> new VarcharColumn(codes, dictionary, validity);
        };
    }

    /** Adds the rows in batches of this size. */
    MergeTable into(MergeTable table, int batchSize) {
        for (int from = 0; from < rows.size(); from += batchSize) {
            table.add(batch(from, Math.min(rows.size(), from + batchSize)));
        }
        return table;
    }

    MergeTable table(List<Integer> keys, AggregateCall... calls) {
        return new MergeTable(schema, node(keys, calls));
    }

    Plan.Aggregate node(List<Integer> keys, AggregateCall... calls) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(schema.field(key)));
        for (AggregateCall call : calls) {
            fields.add(new Field(call.function(), call.type()));
        }
        return new Plan.Aggregate(new Plan.Values(schema, List.of()), keys, List.of(calls), new Schema(fields));
    }

    static AggregateCall call(String function, Type type, Integer... arguments) {
        return new AggregateCall(function, List.of(arguments), List.of(), false, -1, type);
    }

    static AggregateCall distinct(AggregateCall call) {
        return new AggregateCall(call.function(), call.arguments(), call.constants(), true, call.filter(), call.type());
    }

    static AggregateCall filter(AggregateCall call, int column) {
        return new AggregateCall(
                call.function(), call.arguments(), call.constants(), call.distinct(), column, call.type());
    }

    /** All results in key order. */
    static List<List<Object>> results(MergeTable... tables) {
        return results(MergedGroups.of(List.of(tables)));
    }

    /** All results in key order. */
    static List<List<Object>> results(MergedGroups merged) {
        MergedGroups.Reader reader = merged.reader();
        List<List<Object>> results = new ArrayList<>();
        for (int from = 0; from < merged.groups(); from += 1000) {
            Batch batch = reader.read(from, Math.min(1000, merged.groups() - from));
            for (int i = 0; i < batch.size(); i++) {
                results.add(batch.row(i));
            }
        }
        return results;
    }
}
