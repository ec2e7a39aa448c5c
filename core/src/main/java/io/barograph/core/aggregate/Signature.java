package io.barograph.core.aggregate;

import io.barograph.core.column.Type;
import io.barograph.core.column.Widening;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One way to call an aggregate.
 *
 * @param arguments types of all arguments, constants included
 * @param constants how many trailing arguments must be constants; they are no columns
 * @param result type of the result
 */
public record Signature(List<Type> arguments, int constants, Type result) {
    public Signature {
        arguments = List.copyOf(arguments);
    }

    /** A signature whose arguments, the last ones given, are all columns. */
    public static Signature of(Type result, Type... arguments) {
        return new Signature(List.of(arguments), 0, result);
    }

    /** The types of the arguments that are columns. */
    public List<Type> columns() {
        return arguments.subList(0, arguments.size() - constants);
    }

    /** Whether arguments of these types can be used, perhaps widened. */
    boolean accepts(List<Type> types) {
        if (types.size() != arguments.size()) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            Type wanted = arguments.get(i);
            if (types.get(i) != wanted && !Widening.isWidened(types.get(i), wanted)) {
                return false;
            }
        }
        return true;
    }

    /** As {@code (DOUBLE, DOUBLE) → DOUBLE}. */
    @Override
    public String toString() {
        return arguments.stream().map(Type::name).collect(Collectors.joining(", ", "(", ") → ")) + result;
    }
}
