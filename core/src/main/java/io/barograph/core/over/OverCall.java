package io.barograph.core.over;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AggregateCall;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One call of a window function or of an aggregate.
 *
 * @param function name, lower case: one of {@link OverFunctions}, or of the registry of aggregates
 * @param arguments indexes of the input's columns
 * @param constants trailing constant arguments, such as the offset of {@code lag}
 * @param ignoreNulls whether rows whose first argument is NULL are passed over
 * @param distinct whether an aggregate counts distinct argument tuples only
 * @param filter index of a BOOLEAN column that must be true for an aggregate to count a row, or -1
 * @param frame the rows that are looked at, where the function asks
 * @param type of the result
 */
public record OverCall(
        String function,
        List<Integer> arguments,
        List<Expr.Literal> constants,
        boolean ignoreNulls,
        boolean distinct,
        int filter,
        Frame frame,
        Type type) {
    public OverCall {
        arguments = List.copyOf(arguments);
        constants = List.copyOf(constants);
    }

    /** The call over an input whose column {@code mapping[i]} was column i. */
    OverCall over(int[] mapping) {
        return new OverCall(
                function,
                arguments.stream().map(column -> mapping[column]).toList(),
                constants,
                ignoreNulls,
                distinct,
                filter < 0 ? -1 : mapping[filter],
                frame,
                type);
    }

    /** The aggregate that is called, without its frame. */
    AggregateCall aggregate() {
        return new AggregateCall(function, arguments, constants, distinct, filter, type);
    }

    /** The canonical text. */
    String text() {
        String inner = Stream.concat(
                        arguments.stream().map(column -> "#" + column),
                        constants.stream().map(Expr.Literal::toString))
                .collect(Collectors.joining(", "));
        return function + ":" + type + "(" + (distinct ? "distinct " : "") + inner + ")"
                + (ignoreNulls ? " ignore nulls" : "") + (filter < 0 ? "" : " filter #" + filter) + " " + frame;
    }
}
