package io.barograph.core.match;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.plan.AggregateCall;
import java.util.stream.IntStream;

/**
 * An aggregate over the rows of a match.
 *
 * @param call over the input's columns, without a filter
 * @param variables the rows that count: bit i for variable i; {@link RowValue#ANY} for all
 */
public record RowAggregate(AggregateCall call, long variables) implements MatchValue {
    @Override
    public Type type(Schema input) {
        return call.type();
    }

    @Override
    public IntStream columns() {
        return call.arguments().stream().mapToInt(Integer::intValue);
    }

    @Override
    public MatchValue over(int[] moved) {
        return new RowAggregate(
                new AggregateCall(
                        call.function(),
                        call.arguments().stream().map(column -> moved[column]).toList(),
                        call.constants(),
                        call.distinct(),
                        call.filter(),
                        call.type()),
                variables);
    }

    @Override
    public String text() {
        return (call.distinct() ? "distinct " : "") + call.function() + call.arguments() + call.constants() + " of "
                + Long.toHexString(variables);
    }
}
