package io.barograph.core.series;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.window.Grid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Few readings of one column that draw the same picture as all: the keys, the time and the value, as DOUBLE. Rows without a time,
 * and values that are NULL, NaN or infinite, are no readings.
 *
 * @param method how readings are chosen
 * @param cells whose readings are looked at together; null where the key's readings are cut into {@code count} buckets
 * @param count for LTTB the readings that come out, buckets of about as many readings each; else the buckets, which last equally
 *     long; 0 beside cells
 * @param time index of the TIMESTAMP column that rows are ordered by
 * @param keys indexes of the columns that are equal in all rows of a key
 * @param value index of a column of numbers
 */
record DownSampleOperator(DownSampling method, @Nullable Grid cells, int count, int time, List<Integer> keys, int value)
        implements FoldOperator {
    DownSampleOperator {
        keys = List.copyOf(keys);
    }

    @Override
    public String text() {
        return method + "(" + (cells == null ? count : cells) + ", time=$" + time + ", keys=" + keys + ", value=$"
                + value + ")";
    }

    @Override
    public String explain(Schema input) {
        return method + "(" + input.name(value) + ", "
                + (cells == null ? count : cells.length().forPeople()) + ")";
    }

    @Override
    public Schema schema(Schema input) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(input.field(key)));
        fields.add(input.field(time));
        fields.add(new Field(input.name(value), Type.DOUBLE));
        return new Schema(fields);
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return cells != null && method == DownSampling.LTTB
                ? new TriangleFold(this, cells, input)
                : new DownSampleFold(this, input);
    }

    @Override
    public @Nullable String whyAtEnd() {
        return cells == null
                ? method + " cuts all of a key's readings into " + count
                        + " parts; give an interval in place of their number"
                : null;
    }

    @Override
    public String holds() {
        if (cells == null) {
            return "";
        }
        return method == DownSampling.LTTB ? "the readings of two stretches" : "the readings of one stretch";
    }

    @Override
    public int passedOn(Schema input, int output) {
        return output < keys.size() ? keys.get(output) : -1;
    }
}
