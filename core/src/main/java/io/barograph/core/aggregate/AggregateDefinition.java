package io.barograph.core.aggregate;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A row in the table of built-in aggregates; see {@link AggregateFunction} for its parts.
 *
 * @param decimalResult the type of the result where the first argument is a DECIMAL instead of a BIGINT; null where that is
 *     not taken as it is
 */
record AggregateDefinition(
        String name,
        List<String> aliases,
        List<Signature> signatures,
        String description,
        Optional<String> errorBound,
        boolean ignoresDuplicates,
        Binder binder,
        @Nullable UnaryOperator<Type> decimalResult)
        implements AggregateFunction {
    /** How the aggregate is bound; see {@link AggregateFunction#bind}. */
    @FunctionalInterface
    interface Binder {
        BoundAggregate bind(Signature signature, List<Expr.Literal> constants);
    }

    AggregateDefinition(
            String name,
            List<String> aliases,
            List<Signature> signatures,
            String description,
            Optional<String> errorBound,
            boolean ignoresDuplicates,
            Binder binder) {
        this(name, aliases, signatures, description, errorBound, ignoresDuplicates, binder, null);
    }

    /** The same, which takes DECIMALs too. */
    AggregateDefinition ofDecimals(UnaryOperator<Type> result) {
        return new AggregateDefinition(
                name, aliases, signatures, description, errorBound, ignoresDuplicates, binder, result);
    }

    @Override
    public Optional<Signature> signature(List<Type> arguments) {
        if (decimalResult == null || arguments.isEmpty() || !arguments.get(0).isDecimal()) {
            return AggregateFunction.super.signature(arguments);
        }
        Type decimal = arguments.get(0);
        List<Type> whole = new ArrayList<>(arguments);
        whole.set(0, Type.BIGINT);
        return AggregateFunction.super.signature(whole).map(found -> {
            List<Type> types = new ArrayList<>(found.arguments());
            types.set(0, decimal);
            return new Signature(types, found.constants(), decimalResult.apply(decimal));
        });
    }

    @Override
    public BoundAggregate bind(Signature signature, List<Expr.Literal> constants) {
        return binder.bind(signature, constants);
    }
}
