package io.barograph.core.expr;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The registry of scalar functions and operators, which are one thing here: {@code +} is a function of two arguments.
 *
 * <p>Each {@link Family} defines its functions in one file; to add a function is to add it there, with examples, and to
 * print the reference anew.
 */
public final class Functions {
    private static final Map<String, Function> ALL = new LinkedHashMap<>();

    static {
        Stream.of(
                        ArithmeticFunctions.define(),
                        ComparisonFunctions.define(),
                        LogicFunctions.define(),
                        ConditionalFunctions.define(),
                        CastFunctions.define(),
                        MathFunctions.define(),
                        TextFunctions.define(),
                        TimeFunctions.define())
                .flatMap(List::stream)
                .forEach(function -> {
                    if (ALL.put(function.name(), function) != null) {
                        throw new IllegalStateException("defined twice: " + function.name());
                    }
                });
    }

    private Functions() {}

    /** The function with exactly this (lower-case) name. */
    public static Optional<Function> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** All names, in the order of the reference. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(ALL.keySet());
    }

    /** All functions, in the order of the reference: by family. */
    public static Collection<Function> all() {
        return Collections.unmodifiableCollection(ALL.values());
    }

    /**
     * The type of a call's result: of the first overload that takes the arguments as they are, else of the first that
     * takes them {@linkplain io.barograph.core.column.Widening widened}. Empty where the name is unknown, no overload fits, or the target type must
     * be known as well ({@code cast}: see {@link #isCastable}).
     */
    public static Optional<Type> resultType(String name, List<Type> arguments) {
        return CastFunctions.isCast(name)
                ? Optional.empty()
                : find(name).flatMap(function -> function.resultType(arguments));
    }

    /** Whether {@code cast} and {@code try_cast} lead from one type to the other. */
    public static boolean isCastable(Type from, Type to) {
        return isCastable(List.of(from), to);
    }

    /** Whether {@code cast} and {@code try_cast} take arguments of these types to another. */
    public static boolean isCastable(List<Type> arguments, Type to) {
        return get("cast").match(arguments, to) != null;
    }

    /**
     * A well-typed call.
     *
     * @throws BarographException UNKNOWN_FUNCTION or TYPE_MISMATCH
     */
    public static Expr.Call call(String name, List<Expr> arguments) {
        Function function = find(name)
                .orElseThrow(() -> new BarographException(ErrorCode.UNKNOWN_FUNCTION, "no function is named " + name));
        List<Type> types = arguments.stream().map(Expr::type).toList();
        Type result = resultType(name, types)
                .orElseThrow(() -> new BarographException(
                        ErrorCode.TYPE_MISMATCH,
                        name + " does not take " + types + "; it takes " + String.join(" or ", function.signatures())));
        return new Expr.Call(name, arguments, result);
    }

    /** The function of a name that is known to exist. */
    static Function get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no function is named " + name));
    }
}
