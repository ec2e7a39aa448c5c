package io.barograph.testkit;

import io.barograph.core.aggregate.AggregateFunction;
import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.aggregate.Signature;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The reference of aggregate functions, written from the registry.
 *
 * <p>{@code main(docs/reference/aggregates.md)} writes it; a test asserts that the file is current.
 */
public final class AggregateReference {
    private static final String HEAD = """
            # Aggregate functions

            <!-- Written from the registry by io.barograph.testkit.AggregateReference; change the functions, not this file. -->

            Rows in which an argument is NULL do not count. Over no rows the counts are 0 and every other result is NULL.
            Every function takes `DISTINCT` and `FILTER (WHERE …)`. Where nothing else is said, a result is the true one,
            rounded once, whatever the order of rows, the number of threads or the engine. NaN equals NaN and is greater
            than every number; -0.0 is 0.0. A result that an infinity or a NaN makes undefined is NaN.

            `first(x, time)` and `last(x, time)` are ordered by time, then by x. In SQL the time may be left out where the
            rows are those of TUMBLE or HOP.

            `ORDER BY` among the arguments says what `string_agg(x, ', ' ORDER BY time)` is joined in the order of, and what
            `first`, `last` and `any_value(x ORDER BY time)` pick by; `percentile_cont(0.95) WITHIN GROUP (ORDER BY x)`, `percentile_disc`,
            `mode` and `listagg` take it behind them. It is one expression, of which rows with NULL do not count; rows in which it is equal
            go by the value. Other functions do not depend on an order and take one without effect.

            | function | takes | result | exactness | state per group |
            |---|---|---|---|---|
            """;

    private AggregateReference() {}

    /** Writes the reference to the path that is the first argument. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), markdown());
    }

    /** The page as Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (AggregateFunction function : Aggregates.all()) {
            page.append("| ").append(names(function));
            page.append(" | ").append(signatures(function.signatures()));
            page.append(" | ").append(function.description());
            page.append(" | ").append(function.errorBound().orElse("exact"));
            page.append(" | ").append(state(function)).append(" |\n");
        }
        return page.toString();
    }

    private static String names(AggregateFunction function) {
        List<String> names = new ArrayList<>();
        names.add(function.name());
        names.addAll(function.aliases());
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    /** Signatures of one result and arity together; one that takes every type is said so. */
    private static String signatures(List<Signature> signatures) {
        List<String> lines = new ArrayList<>();
        boolean same = signatures.size() >= 3
                && signatures.stream()
                        .allMatch(signature -> !signature.arguments().isEmpty()
                                && signature.result() == signature.arguments().get(0));
        Map<String, List<Type>> firstTypes = new LinkedHashMap<>();
        for (Signature signature : signatures) {
            if (signature.arguments().isEmpty()) {
                lines.add("() → " + signature.result());
                continue;
            }
            String rest = signature.arguments().stream()
                    .skip(1)
                    .map(type -> ", " + type)
                    .collect(Collectors.joining());
            firstTypes
                    .computeIfAbsent(rest + ") → " + (same ? "the same" : signature.result()), key -> new ArrayList<>())
                    .add(signature.arguments().get(0));
        }
        firstTypes.forEach((rest, types) -> {
            String first = types.size() == Type.values().length
                    ? "any"
                    : types.stream().map(Type::name).collect(Collectors.joining(" or "));
            lines.add("(" + first + rest);
        });
        return String.join("<br>", lines);
    }

    private static String state(AggregateFunction function) {
        Signature signature = function.signatures().get(0);
        List<Expr.Literal> constants = new ArrayList<>();
        for (int i = 0; i < signature.constants(); i++) {
            constants.add(new Expr.Literal(Type.DOUBLE, 0.5));
        }
        return function.bind(signature, constants).state().describe();
    }
}
