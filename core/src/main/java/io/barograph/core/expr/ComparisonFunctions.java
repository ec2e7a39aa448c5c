package io.barograph.core.expr;

import static io.barograph.core.column.Type.BIGINT;
import static io.barograph.core.column.Type.BOOLEAN;
import static io.barograph.core.column.Type.DOUBLE;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Function.NullRule;
import java.util.List;

/**
 * Comparisons: a total order on every type. NaN equals NaN and is above +inf, -0.0 equals 0.0, VARCHAR compares by UTF-8
 * bytes, false is below true, and a BIGINT is compared with a DOUBLE exactly.
 */
final class ComparisonFunctions {
    private static final String SAME_TYPES = "(T, T) -> BOOLEAN";

    private static final String DECIMAL_TYPES = "(DECIMAL, any number) -> BOOLEAN";

    private ComparisonFunctions() {}

    static List<Function> define() {
        return List.of(
                comparison("=", Comparison.EQUAL, "Whether both are equal. NaN equals NaN, -0.0 equals 0.0.")
                        .example("true", 1, 1.0)
                        .example("true", FunctionBuilder.call("-", 0.0), 0.0)
                        .build(),
                comparison("<>", Comparison.NOT_EQUAL, "Whether both differ.")
                        .example("true", "a", "b")
                        .build(),
                comparison("<", Comparison.LESS, "Whether the first is below the second; NaN is above +inf.")
                        .example("true", "Z", "a")
                        .example("true", 1e308, Double.NaN)
                        .build(),
                comparison("<=", Comparison.LESS_OR_EQUAL, "Whether the first is not above the second.")
                        .example("true", 2, 2)
                        .build(),
                comparison(">", Comparison.GREATER, "Whether the first is above the second; NaN is above +inf.")
                        .example("false", 2, 2)
                        .build(),
                comparison(">=", Comparison.GREATER_OR_EQUAL, "Whether the first is not below the second.")
                        .example("true", 9007199254740993L, 9007199254740992.0)
                        .build(),
                distinction("is distinct from", true, "Whether both differ, NULL being a value like any other.")
                        .example("true", 1, FunctionBuilder.nullOf(BIGINT))
                        .build(),
                distinction("is not distinct from", false, "Whether both are equal, NULL being a value like any other.")
                        .example("true", FunctionBuilder.nullOf(BIGINT), FunctionBuilder.nullOf(BIGINT))
                        .build(),
                new FunctionBuilder(
                                "between",
                                Family.COMPARISON,
                                "Whether the first is neither below the second nor above the third.")
                        .nulls(NullRule.DESCRIBED)
                        .overload(
                                Overload.sameTypes("(T, T, T) -> BOOLEAN", BOOLEAN, 3, 3, ComparisonFunctions::between))
                        .example("true", 5, 1, 5)
                        .build(),
                new FunctionBuilder(
                                "in",
                                Family.COMPARISON,
                                "Whether the first equals one of the others; NULL where none is equal but one is NULL.")
                        .nulls(NullRule.DESCRIBED)
                        .overload(Overload.sameTypes(
                                "(T, T, ...) -> BOOLEAN", BOOLEAN, 2, Integer.MAX_VALUE, InList::compile))
                        .example("true", 3, 1, 2, 3)
                        .example("NULL", 3, 1, FunctionBuilder.nullOf(BIGINT))
                        .build());
    }

    private static FunctionBuilder comparison(String name, Comparison comparison, String description) {
        FunctionBuilder builder = new FunctionBuilder(name, Family.COMPARISON, description);
        for (Type type : Type.values()) {
            builder.overload(Overload.of(BOOLEAN, List.of(type, type), site -> compare(site, comparison))
                    .described(SAME_TYPES));
        }
        return builder.overload(Overload.of(BOOLEAN, List.of(BIGINT, DOUBLE), site -> compare(site, comparison)))
                .overload(Overload.of(BOOLEAN, List.of(DOUBLE, BIGINT), site -> compare(site, comparison)))
                .overload(new Overload(DECIMAL_TYPES, DecimalTypes.comparison(), site -> compare(site, comparison)));
    }

    private static FunctionBuilder distinction(String name, boolean distinct, String description) {
        FunctionBuilder builder = new FunctionBuilder(name, Family.COMPARISON, description).nulls(NullRule.NEVER);
        for (Type type : Type.values()) {
            builder.overload(distinction(type, type, distinct).described(SAME_TYPES));
        }
        return builder.overload(distinction(BIGINT, DOUBLE, distinct))
                .overload(distinction(DOUBLE, BIGINT, distinct))
                .overload(new Overload(
                        DECIMAL_TYPES,
                        DecimalTypes.comparison(),
                        site -> site.nullAware(new Distinction(
                                Comparison.EQUAL.kernel(site.argumentType(0), site.argumentType(1)), distinct))));
    }

    private static Overload distinction(Type left, Type right, boolean distinct) {
        return Overload.of(
                BOOLEAN,
                List.of(left, right),
                site -> site.nullAware(new Distinction(Comparison.EQUAL.kernel(left, right), distinct)));
    }

    /** Literals come second, and are read in the other side's type where that is exact: then loops need less. */
    private static Node compare(CallSite site, Comparison comparison) {
        if (site.literal(0) != null && site.literal(1) == null) {
            return compare(
                    site.withArguments(
                            List.of(site.arguments().get(1), site.arguments().get(0))),
                    comparison.mirrored());
        }
        Expr.Literal literal = site.literal(1);
        if (site.argumentType(0) == DOUBLE && literal != null && literal.value() instanceof Long value) {
            double widened = value;
            if (LongRange.compare(value, widened) == 0) {
                literal = new Expr.Literal(DOUBLE, widened);
                site = site.withArguments(List.of(site.arguments().get(0), new ConstantNode(literal)));
            }
        }
        if (site.argumentType(0) == DOUBLE
                && literal != null
                && literal.value() instanceof Double value
                && !value.isNaN()) {
            return site.call(new DoubleComparison(comparison, value));
        }
        return site.call(comparison.kernel(site.argumentType(0), site.argumentType(1)));
    }

    private static Node between(CallSite site) {
        Expr value = site.call().argument(0);
        return site.rewritten(Functions.call(
                "and",
                List.of(
                        Functions.call(">=", List.of(value, site.call().argument(1))),
                        Functions.call("<=", List.of(value, site.call().argument(2))))));
    }
}
