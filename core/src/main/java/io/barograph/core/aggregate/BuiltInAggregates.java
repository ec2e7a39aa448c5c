package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The table of built-in aggregates, in the order of the reference. */
final class BuiltInAggregates {
    private BuiltInAggregates() {}

    /** A function whose state depends on the types of its arguments alone. */
    private record Definition(
            String name,
            List<String> aliases,
            List<Signature> signatures,
            String description,
            boolean ignoresDuplicates,
            Function<Signature, StateSpec> state,
            BoundAggregate.Finisher finisher)
            implements AggregateFunction {
        @Override
        public BoundAggregate bind(Signature signature, List<Expr.Literal> constants) {
            return new BoundAggregate(state.apply(signature), finisher);
        }
    }

    static List<AggregateFunction> all() {
        List<AggregateFunction> table = new ArrayList<>();
        table.add(count());
        table.add(extreme("min", List.of("any_value"), "the smallest value", ExtremaState::smallest));
        table.add(extreme(
                "max", List.of(), "the greatest value; NaN is greater than every number", ExtremaState::greatest));
        return table;
    }

    private static AggregateFunction count() {
        List<Signature> signatures = new ArrayList<>();
        signatures.add(Signature.of(Type.BIGINT));
        for (Type type : Type.values()) {
            signatures.add(Signature.of(Type.BIGINT, type));
        }
        return new Definition(
                "count",
                List.of(),
                signatures,
                "how many rows there are; with an argument, those in which it is not NULL",
                false,
                signature -> CountState.Spec.COUNT,
                BuiltInAggregates::counts);
    }

    private static Column counts(GroupedState state, int[] groups, int count) {
        CountedState counted = (CountedState) state;
        long[] counts = new long[count];
        for (int i = 0; i < count; i++) {
            counts[i] = counted.count(groups[i]);
        }
        return new LongColumn(Type.BIGINT, counts, Validity.ALL);
    }

    private interface Extreme {
        Column of(ExtremaState state, int[] groups, int count);
    }

    private static AggregateFunction extreme(String name, List<String> aliases, String description, Extreme extreme) {
        return new Definition(
                name,
                aliases,
                Arrays.stream(Type.values())
                        .map(type -> Signature.of(type, type))
                        .toList(),
                description,
                true,
                signature -> new ExtremaState.Spec(signature.result()),
                (state, groups, count) -> extreme.of((ExtremaState) state, groups, count));
    }
}
