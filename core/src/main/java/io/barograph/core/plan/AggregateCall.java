package io.barograph.core.plan;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.ExprText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate of an {@link Plan.Aggregate}.
 *
 * @param function name in the registry of aggregates, lower case; {@code count} without arguments counts rows
 * @param arguments indexes of the input's columns
 * @param constants trailing constant arguments, such as the fraction of {@code approx_quantile}
 * @param distinct whether only distinct argument tuples count
 * @param filter index of a BOOLEAN column that must be true for the row to count, or -1
 * @param type of the result
 */
public record AggregateCall(
        String function,
        List<Integer> arguments,
        List<Expr.Literal> constants,
        boolean distinct,
        int filter,
        Type type) {
    public AggregateCall {
        arguments = List.copyOf(arguments);
        constants = List.copyOf(constants);
    }

    /** The text for people, with names of columns: {@code sum(energy)}. */
    public String explain(Schema input) {
        List<String> inner = new ArrayList<>();
        arguments.forEach(column -> inner.add(input.name(column)));
        constants.forEach(constant -> inner.add(ExprText.of(constant, input)));
        return function + "(" + (distinct ? "DISTINCT " : "") + (inner.isEmpty() ? "*" : String.join(", ", inner)) + ")"
                + (filter < 0 ? "" : " FILTER (WHERE " + input.name(filter) + ")");
    }

    // Written out for the reason that Expr gives.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AggregateCall that
                && function.equals(that.function)
                && arguments.equals(that.arguments)
                && constants.equals(that.constants)
                && distinct == that.distinct
                && filter == that.filter
                && type == that.type;
    }

    @Override
    public int hashCode() {
        return 31 * function.hashCode() + arguments.hashCode();
    }
}
