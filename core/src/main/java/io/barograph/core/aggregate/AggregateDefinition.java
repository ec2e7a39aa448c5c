package io.barograph.core.aggregate;

import io.barograph.core.expr.Expr;
import java.util.List;
import java.util.Optional;

/** A row in the table of built-in aggregates; see {@link AggregateFunction} for its parts. */
record AggregateDefinition(
        String name,
        List<String> aliases,
        List<Signature> signatures,
        String description,
        Optional<String> errorBound,
        boolean ignoresDuplicates,
        Binder binder)
        implements AggregateFunction {
    /** How the aggregate is bound; see {@link AggregateFunction#bind}. */
    @FunctionalInterface
    interface Binder {
        BoundAggregate bind(Signature signature, List<Expr.Literal> constants);
    }

    @Override
    public BoundAggregate bind(Signature signature, List<Expr.Literal> constants) {
        return binder.bind(signature, constants);
    }
}
