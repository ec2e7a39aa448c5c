package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;

/** Makes expressions run. */
public final class Evaluators {
    private Evaluators() {}

    /** As {@link #compile(Expr, Schema, EvaluationContext)}, with columns named {@code #0}, {@code #1}, … in messages. */
    public static Evaluator compile(Expr expression, EvaluationContext context) {
        return new Root(new Compiler(context, null).compile(expression));
    }

    /**
     * Compiles an expression for one thread.
     *
     * @param names the input's columns: undefined results are counted and reported under the expression's SQL text
     * @throws IllegalArgumentException where the expression is not well typed, which the planner has to rule out
     */
    public static Evaluator compile(Expr expression, Schema names, EvaluationContext context) {
        return new Root(new Compiler(context, names).compile(expression));
    }

    private static final class Root implements Evaluator {
        private final Node node;
        private long evaluations;

        Root(Node node) {
            this.node = node;
        }

        @Override
        public Column evaluate(Batch batch) {
            return node.evaluate(new Node.Rows(batch, Validity.ALL, ++evaluations));
        }
    }
}
