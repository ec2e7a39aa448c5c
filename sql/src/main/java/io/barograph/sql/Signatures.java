package io.barograph.sql;

import io.barograph.core.column.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses, of what a function takes, what is worth saying to somebody who called it otherwise. */
final class Signatures {
    /** One way to call a function: {@code (DOUBLE, BIGINT) -> DOUBLE}. */
    private record Signature(List<String> parameters, String result) {
        static Signature of(String text) {
            String[] halves = text.replace("→", "->").split(" -> ", 2);
            String inner = halves[0].substring(1, halves[0].length() - 1);
            return new Signature(inner.isEmpty() ? List.of() : List.of(inner.split(", ")), halves[1]);
        }

        /** The same with any type in the first place; empty where there is none. */
        Optional<Signature> generic(boolean sameResult) {
            if (parameters.isEmpty() || sameResult && !result.equals(parameters.get(0))) {
                return Optional.empty();
            }
            List<String> others = new ArrayList<>(parameters);
            others.set(0, "any");
            return Optional.of(new Signature(others, sameResult ? "the same" : result));
        }

        @Override
        public String toString() {
            return "(" + String.join(", ", parameters) + ") -> " + result;
        }
    }

    private Signatures() {}

    /**
     * Those with as many parameters as there are arguments, and of these those that start with the first one's type; all
     * of them where there are none such.
     *
     * @param texts as {@code (DOUBLE, BIGINT) -> DOUBLE}, with either kind of arrow
     */
    static String nearest(List<String> texts, List<Type> arguments) {
        List<Signature> all = texts.stream().map(Signature::of).distinct().toList();
        List<Signature> near = all.stream()
                .filter(signature -> signature.parameters().size() == arguments.size())
                .toList();
        if (near.isEmpty()) {
            near = all;
        } else if (!arguments.isEmpty()) {
            String first = arguments.get(0).name();
            List<Signature> nearer = near.stream()
                    .filter(signature -> signature.parameters().get(0).equals(first))
                    .toList();
            near = nearer.isEmpty() ? near : nearer;
        }
        return collapsed(near).map(Signature::toString).collect(Collectors.joining(" or "));
    }

    /** Says once what holds for every type of the first argument. */
    private static Stream<Signature> collapsed(List<Signature> signatures) {
        return signatures.stream()
                .map(signature -> generic(signature, signatures, true)
                        .or(() -> generic(signature, signatures, false))
                        .orElse(signature))
                .distinct();
    }

    private static Optional<Signature> generic(Signature signature, List<Signature> all, boolean sameResult) {
        Optional<Signature> generic = signature.generic(sameResult);
        long types = all.stream()
                .filter(other ->
                        generic.isPresent() && other.generic(sameResult).equals(generic))
                .count();
        return types == Type.values().length ? generic : Optional.empty();
    }
}
