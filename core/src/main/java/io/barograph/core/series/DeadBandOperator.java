package io.barograph.core.series;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.text.DoubleText;
import java.util.List;

/**
 * The rows that differ from the last one that came out: by more than a threshold in a number, at all in other columns and in being
 * NULL, or in time. A key's first row comes out; rows without a time do not.
 *
 * @param time index of the TIMESTAMP column that rows are ordered by
 * @param keys indexes of the columns that are equal in all rows of a key
 * @param columns indexes of the columns that are watched
 * @param threshold what a number may differ by and be the same, from 0
 * @param maxSilence nanoseconds, unsigned: a row so much later than the last one comes out in any case
 */
record DeadBandOperator(int time, List<Integer> keys, List<Integer> columns, double threshold, long maxSilence)
        implements FoldOperator {
    static final long FOR_EVER = -1L;

    DeadBandOperator {
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
    }

    @Override
    public String text() {
        return "DEADBAND(time=$" + time + ", columns=" + columns + ", threshold=" + DoubleText.toString(threshold)
                + (maxSilence == FOR_EVER ? "" : ", max_silence=" + maxSilence) + ")";
    }

    @Override
    public String explain(Schema input) {
        return "DEADBAND(" + SeriesArguments.names(columns, input) + ", " + DoubleText.toString(threshold) + ")";
    }

    @Override
    public Schema schema(Schema input) {
        return input;
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return new DeadBandFold(this, input);
    }

    @Override
    public int passedOn(Schema input, int output) {
        return output;
    }
}
