package io.barograph.core.aggregate;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import java.util.List;
import java.util.Optional;

/**
 * A function from the rows of a group to one value, by way of a state that keeps law 1 (see {@link GroupedState}).
 *
 * <p>Functions of other jars are found with {@link java.util.ServiceLoader}; they appear in SQL, in the generated
 * reference and under the contract tests without a change to any existing file. Rows in which an argument is NULL never
 * reach a state. Implementations are stateless.
 */
public interface AggregateFunction {
    /** The name in SQL, lower case. */
    String name();

    /** Other names of the same function. */
    default List<String> aliases() {
        return List.of();
    }

    /** The ways to call it, the most exact first. */
    List<Signature> signatures();

    /** What it computes, as a sentence for the reference. */
    String description();

    /** How far the result may be from the true one, as a phrase; empty where it is the true one, rounded once. */
    default Optional<String> errorBound() {
        return Optional.empty();
    }

    /** Whether DISTINCT makes no difference, so that no set need be kept. */
    default boolean ignoresDuplicates() {
        return false;
    }

    /** The signature that arguments of these types use: an exact match, or the first reached by widening. */
    default Optional<Signature> signature(List<Type> arguments) {
        List<Signature> fitting =
                signatures().stream().filter(s -> s.accepts(arguments)).toList();
        return fitting.stream()
                .filter(s -> s.arguments().equals(arguments))
                .findFirst()
                .or(() -> fitting.stream().findFirst());
    }

    /** The type of the result for arguments of these types, constants included; empty where they do not fit. */
    default Optional<Type> resultType(List<Type> arguments) {
        return signature(arguments).map(Signature::result);
    }

    /**
     * Fixes the types and constants.
     *
     * @param signature one of {@link #signatures}
     * @param constants the values of its constant arguments
     * @throws io.barograph.core.error.BarographException INVALID_ARGUMENT where a constant is out of range
     */
    BoundAggregate bind(Signature signature, List<Expr.Literal> constants);
}
