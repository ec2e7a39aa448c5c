package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;

/**
 * A compiled expression: one kernel call per node and batch, nothing boxed. Keeps scratch arrays, so it belongs to one
 * thread; compile once per worker with {@link Evaluators#compile}.
 */
public interface Evaluator {
    /**
     * The value at every position of the batch. The column is the evaluator's (or, for a reference, the batch's) and
     * valid until the next call.
     */
    Column evaluate(Batch batch);
}
