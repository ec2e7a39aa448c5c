package io.barograph.local;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.stage.Terminal;

/** What a stage does along its rows: makes folds for the threads that read them, and enters what was undefined into the books. */
final class FoldOfStage {
    private final Run run;
    private final Schema input;
    private final Terminal.Fold fold;
    private final EvaluationContext context;

    /** @param input the columns of the rows */
    FoldOfStage(Run run, Schema input, Terminal.Fold fold) {
        this.run = run;
        this.input = input;
        this.fold = fold;
        this.context = new EvaluationContext(run.parameters(), run.options().strict());
    }

    /** The columns of the rows that go in. */
    Schema input() {
        return input;
    }

    /** The columns of the rows that come out. */
    Schema schema() {
        return fold.schema();
    }

    /** A fold for one thread. */
    Fold newFold() {
        return fold.operator().newFold(input, context);
    }

    /** No thread folds any more. */
    void end() {
        run.recordUndefined(context.undefinedCounts());
    }
}
