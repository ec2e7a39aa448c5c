package io.barograph.core.series;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.FoldOperator;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of rows that are equal in some columns: one row for each, with keys, states, {@code run_start}, {@code run_end},
 * {@code duration} and {@code row_count}.
 *
 * <p>A run begins at its first row's time. It ends where the next one begins; the last run of a key, and one before a gap, end at
 * their last row's time. NULL is a state like others. Rows without a time do not count.
 *
 * @param time index of the TIMESTAMP column that rows are ordered by
 * @param keys indexes of the columns that are equal in all rows of a key
 * @param states indexes of the columns that are equal in a run
 * @param maxGap nanoseconds, unsigned: rows further apart are two runs
 */
record RunsOperator(int time, List<Integer> keys, List<Integer> states, long maxGap) implements FoldOperator {
    static final long ANY_GAP = -1L;

    RunsOperator {
        keys = List.copyOf(keys);
        states = List.copyOf(states);
    }

    @Override
    public String text() {
        return "RUNS(time=$" + time + ", keys=" + keys + ", states=" + states
                + (maxGap == ANY_GAP ? "" : ", max_gap=" + maxGap) + ")";
    }

    @Override
    public String explain(Schema input) {
        return "RUNS(" + SeriesArguments.names(states, input) + ")";
    }

    @Override
    public Schema schema(Schema input) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(input.field(key)));
        states.forEach(state -> fields.add(input.field(state)));
        fields.add(new Field("run_start", Type.TIMESTAMP));
        fields.add(new Field("run_end", Type.TIMESTAMP));
        fields.add(new Field("duration", Type.INTERVAL));
        fields.add(new Field("row_count", Type.BIGINT));
        return new Schema(fields);
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return new RunsFold(this, input);
    }

    @Override
    public int passedOn(Schema input, int output) {
        return output < keys.size() ? keys.get(output) : -1;
    }
}
