package io.barograph.core.match;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import java.util.List;

/**
 * What a row has to be to be a variable.
 *
 * @param test over the values, a BOOLEAN
 * @param values what it reads of the row and the match's rows so far, the row among them: {@link RowValue} and
 *     {@link RowAggregate}
 */
public record Condition(Expr test, List<MatchValue> values) {
    /** Every row is it. */
    public static final Condition ALWAYS = new Condition(new Expr.Literal(Type.BOOLEAN, true), List.of());

    public Condition {
        values = List.copyOf(values);
    }

    /** Whether it looks at nothing but the row and those at fixed distances from it, where it is tried as this variable. */
    boolean isOfRow(int variable) {
        return values.stream().allMatch(value -> value instanceof RowValue row && row.isOfRow(variable));
    }
}
