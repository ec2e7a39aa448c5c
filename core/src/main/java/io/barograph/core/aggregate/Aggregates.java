package io.barograph.core.aggregate;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The registry of aggregate functions: the built-in ones ({@link BuiltInAggregates}) and those that
 * {@link ServiceLoader} finds. The reference, the completions of "did you mean" and the contract tests come from it.
 */
public final class Aggregates {
    private static final Map<String, AggregateFunction> BY_NAME = new TreeMap<>();
    private static final List<AggregateFunction> ALL = new ArrayList<>();

    static {
        BuiltInAggregates.all().forEach(Aggregates::register);
        ServiceLoader.load(AggregateFunction.class).forEach(Aggregates::register);
    }

    private Aggregates() {}

    /**
     * An aggregate and the signature that a call of it uses.
     *
     * @param signature what the arguments must be cast to
     */
    public record Resolution(AggregateFunction function, Signature signature) {}

    /** Every function, built-in ones first, in the order of the reference. */
    public static List<AggregateFunction> all() {
        return List.copyOf(ALL);
    }

    /** Every name and alias. */
    public static SortedSet<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }

    /** The function of this name or alias, in any case. */
    public static Optional<AggregateFunction> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The function and signature that a call means.
     *
     * @param arguments types of all arguments, constants included
     * @throws BarographException UNKNOWN_FUNCTION, or TYPE_MISMATCH where no signature takes these arguments
     */
    public static Resolution resolve(String name, List<Type> arguments) {
        AggregateFunction function = find(name)
                .orElseThrow(() -> new BarographException(
                        ErrorCode.UNKNOWN_FUNCTION,
                        "there is no aggregate '" + name + "'; there are " + String.join(", ", names())));
        Signature signature = function.signature(arguments)
                .orElseThrow(() -> new BarographException(
                        ErrorCode.TYPE_MISMATCH,
                        function.name() + " does not take "
                                + arguments.stream().map(Type::name).collect(Collectors.joining(", ", "(", ")"))
                                + "; it takes "
                                + function.signatures().stream()
                                        .map(Signature::toString)
                                        .collect(Collectors.joining(" or "))));
        return new Resolution(function, signature);
    }

    private static void register(AggregateFunction function) {
        ALL.add(function);
        put(function.name(), function);
        function.aliases().forEach(alias -> put(alias, function));
    }

    private static void put(String name, AggregateFunction function) {
        AggregateFunction before = BY_NAME.put(name, function);
        if (before != null) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "two aggregates are named '" + name + "': "
                            + before.getClass().getName() + " and "
                            + function.getClass().getName() + "; take one of their jars off the class path");
        }
    }
}
