package io.barograph.testkit;

import io.barograph.core.expr.Family;
import io.barograph.core.expr.Function;
import io.barograph.core.expr.Functions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the reference of functions, {@code docs/reference/functions.md}, from the registry. A test holds that the file is
 * current.
 */
public final class FunctionReference {
    private static final String INTRODUCTION = """
            # Functions and operators

            Written by `FunctionReference` from the registry; do not edit. Every example is executed by a test.

            * **NULL** is the result where an argument is NULL, unless *NULL* says otherwise.
            * **Undefined** results (1/0, a number that does not fit, a text that cannot be read) are NULL too, and are counted
              per expression in the run's summary; `--strict` makes the first an error. `CASE`, `COALESCE` and `NULLIF` guard:
              what they do not choose is not evaluated. `AND` and `OR` do not guard, since their order means nothing.
            * **BIGINT** is 64-bit; beside a DOUBLE it is widened to the nearest DOUBLE, except in comparisons and `IN`, which
              are exact. **DOUBLE** is IEEE 754, one rounding per operator: overflow is an infinity, invalid operations NaN. NaN
              equals NaN and is above +inf; -0.0 equals 0.0, and is written 0.0. Transcendental functions are fdlibm's
              (`StrictMath`): the same bits everywhere.
            * **VARCHAR** compares by UTF-8 bytes; lengths and positions count code points. **TIMESTAMP** is UTC.
            * `T` stands for one type, the same for all arguments; `any` for any.
            """;

    private FunctionReference() {}

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), markdown());
    }

    /** The page. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Family family : Family.values()) {
            page.append("\n## ").append(family.title()).append("\n");
            Functions.all().stream()
                    .filter(function -> function.family() == family)
                    .forEach(function -> append(page, function));
        }
        return page.toString();
    }

    private static void append(StringBuilder page, Function function) {
        page.append("\n### `").append(function.name()).append("`\n\n");
        page.append(function.description()).append("\n\n");
        page.append("* Takes: ").append(codes(function.signatures())).append("\n");
        if (function.nullRule() != Function.NullRule.ANY) {
            page.append("* NULL: ").append(function.nullRule().text()).append("\n");
        }
        if (!function.undefinedWhen().isEmpty()) {
            page.append("* Undefined: when ").append(function.undefinedWhen()).append("\n");
        }
        page.append("\n```sql\n");
        for (Function.Example example : function.examples()) {
            page.append(example.sql()).append("  -- ").append(example.value()).append("\n");
        }
        page.append("```\n");
    }

    private static String codes(List<String> signatures) {
        return signatures.stream().map(signature -> "`" + signature + "`").collect(Collectors.joining(", "));
    }
}
