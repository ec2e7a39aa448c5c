package io.barograph.core.fold;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another operator over rows of which those behind the first few of a key are dropped later anyway: whoever gathers rows may leave
 * them out, and need not.
 *
 * @param operator makes of the first rows the same, whatever follows them
 * @param firstRows how many these are
 */
public record FirstRowsOnly(FoldOperator operator, int firstRows) implements FoldOperator {
    @Override
    public String text() {
        return "first " + firstRows + " of " + operator.text();
    }

    @Override
    public String explain(Schema input) {
        return operator.explain(input) + " up to " + firstRows;
    }

    @Override
    public Schema schema(Schema input) {
        return operator.schema(input);
    }

    @Override
    public String holds() {
        return operator.holds();
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return operator.newFold(input, context);
    }

    @Override
    public int passedOn(Schema input, int output) {
        return operator.passedOn(input, output);
    }

    @Override
    public boolean isOfRowsAlone() {
        return operator.isOfRowsAlone();
    }

    @Override
    public @Nullable String whyAtEnd() {
        return operator.whyAtEnd();
    }

    @Override
    public boolean isPrompt() {
        return operator.isPrompt();
    }

    @Override
    public long delay() {
        return operator.delay();
    }

    @Override
    public List<Integer> identity(Schema input) {
        return operator.identity(input);
    }

    @Override
    public Narrowed narrow(Schema input, BitSet needed, BitSet carried) {
        Narrowed narrowed = operator.narrow(input, needed, carried);
        return new Narrowed(new FirstRowsOnly(narrowed.operator(), firstRows), narrowed.inputs(), narrowed.outputs());
    }
}
