package io.barograph.core.expr;

import io.barograph.core.column.Type;
import io.barograph.core.column.Widening;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One way to call a function: which argument types it takes, and what computes it.
 *
 * @param text for the reference and for error messages
 * @param lazy whether the implementation compiles the arguments itself, since not every row asks for each
 */
record Overload(String text, Rule rule, Implementation implementation, boolean lazy) {
    /** An overload of which every row asks for every argument. */
    Overload(String text, Rule rule, Implementation implementation) {
        this(text, rule, implementation, false);
    }

    /** The types that the kernel sees, after widening. */
    record Signature(List<Type> arguments, Type result) {}

    /** An overload with its types pinned. */
    record Match(Overload overload, Signature signature) {}

    /** Which argument types are taken. */
    @FunctionalInterface
    interface Rule {
        /**
         * @param widen whether an argument may stand for a wider type ({@link Widening})
         * @return the types, or null where these arguments are not taken
         */
        @Nullable
        Signature resolve(List<Type> arguments, boolean widen);

        /** The same, where the type of the result may be given: then it is that, and the arguments alone need not tell. */
        default @Nullable Signature resolve(List<Type> arguments, boolean widen, @Nullable Type result) {
            Signature signature = resolve(arguments, widen);
            return signature != null && (result == null || signature.result() == result) ? signature : null;
        }
    }

    /** How a call becomes a node. */
    @FunctionalInterface
    interface Implementation {
        Node compile(CallSite site);
    }

    /** An overload with a fixed number of arguments; its kernel needs to know nothing about them. */
    static Overload of(Type result, List<Type> parameters, Supplier<Kernel> kernel) {
        return of(result, parameters, site -> site.call(kernel.get()));
    }

    /** An overload with a fixed number of arguments. */
    static Overload of(Type result, List<Type> parameters, Implementation implementation) {
        return new Overload(
                signatureText(parameters, "", result),
                (arguments, widen) -> accepts(parameters, arguments, widen) ? new Signature(parameters, result) : null,
                implementation);
    }

    /** The same overload under another text: for those that are listed as one. */
    Overload described(String other) {
        return new Overload(other, rule, implementation, lazy);
    }

    /** An overload whose last parameter may be repeated. */
    static Overload variadic(Type result, List<Type> parameters, Implementation implementation) {
        return new Overload(
                signatureText(parameters, ", ...", result),
                (arguments, widen) -> {
                    if (arguments.size() < parameters.size()) {
                        return null;
                    }
                    List<Type> repeated = new ArrayList<>(parameters);
                    Type last = parameters.get(parameters.size() - 1);
                    repeated.addAll(Collections.nCopies(arguments.size() - parameters.size(), last));
                    return accepts(repeated, arguments, widen) ? new Signature(List.copyOf(repeated), result) : null;
                },
                implementation);
    }

    /**
     * An overload of arguments that are all of one type T, or are read as their common type ({@link Widening#common}).
     *
     * @param result the type of the result, or null: T
     */
    static Overload sameTypes(String text, @Nullable Type result, int least, int most, Implementation implementation) {
        return new Overload(text, sameTypes(result, least, most), implementation);
    }

    /** The rule of {@link #sameTypes(String, Type, int, int, Implementation)}. */
    static Rule sameTypes(@Nullable Type result, int least, int most) {
        return (arguments, widen) -> {
            Type common = Widening.common(arguments);
            return common == null || arguments.size() < least || arguments.size() > most
                    ? null
                    : new Signature(Collections.nCopies(arguments.size(), common), result == null ? common : result);
        };
    }

    private static boolean accepts(List<Type> parameters, List<Type> arguments, boolean widen) {
        if (parameters.size() != arguments.size()) {
            return false;
        }
        for (int i = 0; i < parameters.size(); i++) {
            Type argument = arguments.get(i);
            boolean widened = widen && Widening.isWidened(argument, parameters.get(i));
            if (argument != parameters.get(i) && !widened) {
                return false;
            }
        }
        return true;
    }

    private static String signatureText(List<Type> parameters, String more, Type result) {
        StringBuilder text = new StringBuilder("(");
        for (Type parameter : parameters) {
            text.append(text.length() == 1 ? "" : ", ").append(parameter);
        }
        return text.append(more).append(") -> ").append(result).toString();
    }
}
