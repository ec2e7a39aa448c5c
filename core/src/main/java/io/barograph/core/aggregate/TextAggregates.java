package io.barograph.core.aggregate;

import io.barograph.core.column.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Aggregates that make texts. */
final class TextAggregates {
    private static final String COMMA = ",";

    private TextAggregates() {}

    static AggregateFunction joined() {
        List<Signature> signatures = new ArrayList<>();
        signatures.add(Signature.of(Type.VARCHAR, Type.VARCHAR));
        signatures.add(new Signature(List.of(Type.VARCHAR, Type.VARCHAR), 1, Type.VARCHAR));
        for (Type key : Type.values()) {
            signatures.add(new Signature(List.of(Type.VARCHAR, key, Type.VARCHAR, Type.BOOLEAN), 2, Type.VARCHAR));
        }
        return new AggregateDefinition(
                "string_agg",
                List.of("listagg", "group_concat"),
                signatures,
                "the texts, a constant between each two (a comma where none is given), in ascending order, or by a second argument"
                        + " and then themselves; that descends where the last argument is true. In SQL string_agg(x, ', ' ORDER BY key)",
                Optional.empty(),
                false,
                (signature, constants) -> {
                    String separator = constants.isEmpty()
                            ? COMMA
                            : String.valueOf(constants.get(0).value());
                    boolean descending = constants.size() > 1
                            && Boolean.TRUE.equals(constants.get(1).value());
                    Type key =
                            signature.columns().size() > 1 ? signature.columns().get(1) : null;
                    return new BoundAggregate(
                            new JoinedTextsState.Spec(key),
                            (state, groups, count) ->
                                    ((JoinedTextsState) state).finish(separator, descending, groups, count));
                });
    }
}
