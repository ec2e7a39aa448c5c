package io.barograph.core.stage;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.Expr;
import io.barograph.core.window.WindowSpec;
import java.util.List;

/**
 * What is done to each row alone, wherever the row is. Immutable.
 *
 * <p><b>Checkpoint.</b> No row operator has a state, so none has a place in a checkpoint; what
 * it counts belongs to the run. <b>Revisions.</b> A revision (old row, new row) becomes the revision of the images of both:
 * an operator is a function of the row, so that the image of an old row is what was passed on before. Values of scalar
 * sub-queries do not change while it runs, see {@link StagePlan}.
 */
public sealed interface RowOperator extends Described {
    /** The columns behind this operator. */
    Schema schema();

    /**
     * Passes the rows for which the predicate is true. In a revision either side may drop out; where both do, nothing is
     * passed on.
     */
    record Filter(Expr predicate, Schema schema) implements RowOperator {
        @Override
        public String text() {
            return "filter " + predicate;
        }
    }

    /** One expression per column of the output. A revision whose images are equal is not passed on. */
    record Project(List<Expr> expressions, Schema schema) implements RowOperator {
        public Project {
            expressions = List.copyOf(expressions);
        }

        @Override
        public String text() {
            return "project " + StagePlan.list(expressions) + " as " + schema;
        }
    }

    /**
     * Repeats a row for every window of its time, {@code window_start} and {@code window_end} appended. A revision is
     * passed on per window: as one pair where both sides fall into it, else as one with a side absent. The new columns are
     * what makes groups ripe.
     *
     * @param time index of the TIMESTAMP column
     */
    record AssignWindow(int time, WindowSpec window, Schema schema) implements RowOperator {
        @Override
        public String text() {
            return "window " + window + " of #" + time;
        }
    }
}
