package io.barograph.core.aggregate;

import io.barograph.core.column.Type;
import java.util.List;
import java.util.Optional;

/** Aggregates of the bits of integers. */
final class BitAggregates {
    private BitAggregates() {}

    static List<AggregateFunction> all() {
        return List.of(
                of("bit_and", BitsState.Spec.AND, true, "the bits that are set in every value"),
                of("bit_or", BitsState.Spec.OR, true, "the bits that are set in any value"),
                of("bit_xor", BitsState.Spec.XOR, false, "the bits that are set in an odd number of values"));
    }

    private static AggregateFunction of(
            String name, BitsState.Spec spec, boolean ignoresDuplicates, String description) {
        return new AggregateDefinition(
                name,
                List.of(),
                List.of(Signature.of(Type.BIGINT, Type.BIGINT)),
                description,
                Optional.empty(),
                ignoresDuplicates,
                (signature, constants) ->
                        new BoundAggregate(spec, (state, groups, count) -> ((BitsState) state).finish(groups, count)));
    }
}
