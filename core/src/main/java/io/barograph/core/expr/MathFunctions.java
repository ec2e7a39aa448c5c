package io.barograph.core.expr;

import static io.barograph.core.column.Type.BIGINT;
import static io.barograph.core.column.Type.BOOLEAN;
import static io.barograph.core.column.Type.DOUBLE;
import static io.barograph.core.column.Type.INTERVAL;

import io.barograph.core.column.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Mathematics. Transcendental functions are those of {@link StrictMath} (fdlibm), so that their bits agree on every
 * machine; a result outside of a function's domain is undefined, while NaN in gives NaN out.
 */
final class MathFunctions {
    private MathFunctions() {}

    static List<Function> define() {
        List<Function> functions = new ArrayList<>(List.of(
                magnitude("abs", "Magnitude.", LongUnary.Operator.ABS, DoubleUnary.Operator.ABS)
                        .undefinedWhen("the result does not fit 64 bits")
                        .overload(longUnary(LongUnary.Operator.ABS, INTERVAL))
                        .overload(decimal(DecimalUnary.Operator.ABS, type -> type))
                        .example("3", -3)
                        .example("2.5", -2.5)
                        .build(),
                magnitude("sign", "-1, 0 or 1; NaN for NaN.", LongUnary.Operator.SIGN, DoubleUnary.Operator.SIGN)
                        .overload(new Overload(
                                "(DECIMAL) -> BIGINT",
                                DecimalTypes.unary(type -> BIGINT),
                                site -> site.call(DecimalUnary.sign())))
                        .example("-1", -3)
                        .build(),
                new FunctionBuilder(
                                "round",
                                Family.MATH,
                                "To the nearest integer, or to so many decimal digits, ties away from zero; negative digits count before the point. Decided on the exact value: 2.675 is below its decimal.")
                        .undefinedWhen("the result does not fit 64 bits")
                        .overload(identity())
                        .overload(Overload.of(DOUBLE, List.of(DOUBLE), () -> new Rounding.ToInteger()))
                        .overload(Overload.of(BIGINT, List.of(BIGINT, BIGINT), () -> new Rounding.LongToDigits()))
                        .overload(Overload.of(DOUBLE, List.of(DOUBLE, BIGINT), () -> new Rounding.ToDigits()))
                        .overload(decimal(DecimalUnary.Operator.ROUND, DecimalTypes::rounded))
                        .overload(new Overload(
                                "(DECIMAL, BIGINT) -> DECIMAL",
                                DecimalTypes.withCount(DecimalTypes::roundedToDigits),
                                DecimalUnary.of(DecimalUnary.Operator.ROUND_TO_DIGITS)))
                        .example("3.0", 2.5)
                        .example("-3.0", -2.5)
                        .example("21.35", 21.3456, 2)
                        .example("2.67", 2.675, 2)
                        .example("1200", 1234, -2)
                        .build(),
                floor("floor", "Greatest integer not above.", DoubleUnary.Operator.FLOOR, DecimalUnary.Operator.FLOOR)
                        .example("-3.0", -2.5)
                        .build(),
                floor("ceil", "Least integer not below.", DoubleUnary.Operator.CEIL, DecimalUnary.Operator.CEIL)
                        .example("3.0", 2.5)
                        .build(),
                floor("ceiling", "As ceil.", DoubleUnary.Operator.CEIL, DecimalUnary.Operator.CEIL)
                        .example("3.0", 2.5)
                        .build(),
                floor(
                                "trunc",
                                "Without what is behind the point: the nearest integer towards zero.",
                                DoubleUnary.Operator.TRUNCATE,
                                DecimalUnary.Operator.TRUNCATE)
                        .example("-2.0", -2.5)
                        .build()));
        for (Elementary.Operator operator : Elementary.Operator.values()) {
            functions.add(elementary(operator));
        }
        functions.add(binary("power", "First to the power of the second.", ElementaryPair.Operator.POWER)
                .undefinedWhen("0 to a negative power, or a negative number to one that is not whole")
                .example("8.0", 2, 3)
                .example("NULL", -8, 0.5)
                .build());
        functions.add(binary("pow", "As power.", ElementaryPair.Operator.POWER)
                .undefinedWhen("0 to a negative power, or a negative number to one that is not whole")
                .example("0.25", 2, -2)
                .build());
        functions.add(binary("atan2", "Angle of the point (second, first) in radians.", ElementaryPair.Operator.ATAN2)
                .example("0.0", 0, 1)
                .build());
        functions.add(new FunctionBuilder(
                        "width_bucket",
                        Family.MATH,
                        "Which of so many equal buckets between two bounds a value falls into, from 1; 0 before the first bound, one more than there are from the second on. The bounds may run downwards.")
                .undefinedWhen("the value is NaN, the bounds are equal or not finite, or the count is not positive")
                .overload(Overload.of(BIGINT, List.of(DOUBLE, DOUBLE, DOUBLE, BIGINT), WidthBucket::new))
                .example("3", 5.0, 0, 10, 4)
                .example("5", 10, 0, 10, 4)
                .example("0", -1, 0, 10, 4)
                .build());
        functions.add(kind("isnan", "Whether the number is NaN.", Double::isNaN)
                .example("false", 1.5)
                .build());
        functions.add(kind("isinf", "Whether the number is infinite.", Double::isInfinite)
                .example("false", 1.5)
                .build());
        functions.add(kind("isfinite", "Whether the number is neither NaN nor infinite.", Double::isFinite)
                .example("true", 1.5)
                .build());
        functions.add(new FunctionBuilder("pi", Family.MATH, "The DOUBLE nearest to the circle constant.")
                .nulls(Function.NullRule.NEVER)
                .overload(Overload.of(DOUBLE, List.of(), site -> new ConstantNode(new Expr.Literal(DOUBLE, Math.PI))))
                .example("3.141592653589793")
                .build());
        return functions;
    }

    private static FunctionBuilder magnitude(
            String name, String description, LongUnary.Operator longs, DoubleUnary.Operator doubles) {
        return new FunctionBuilder(name, Family.MATH, description)
                .overload(longUnary(longs, BIGINT))
                .overload(Overload.of(DOUBLE, List.of(DOUBLE), () -> new DoubleUnary(doubles)));
    }

    private static Overload longUnary(LongUnary.Operator operator, Type type) {
        return Overload.of(type, List.of(type), () -> new LongUnary(operator, type));
    }

    private static Overload decimal(DecimalUnary.Operator operator, UnaryOperator<Type> result) {
        return new Overload("(DECIMAL) -> DECIMAL", DecimalTypes.unary(result), DecimalUnary.of(operator));
    }

    private static FunctionBuilder floor(
            String name, String description, DoubleUnary.Operator operator, DecimalUnary.Operator decimals) {
        return new FunctionBuilder(name, Family.MATH, description)
                .overload(identity())
                .overload(decimal(decimals, DecimalTypes::rounded))
                .overload(Overload.of(DOUBLE, List.of(DOUBLE), () -> new DoubleUnary(operator)));
    }

    /** A BIGINT is whole already. */
    private static Overload identity() {
        return Overload.of(BIGINT, List.of(BIGINT), site -> site.arguments().get(0));
    }

    private static Function elementary(Elementary.Operator operator) {
        return new FunctionBuilder(operator.functionName(), Family.MATH, operator.description())
                .undefinedWhen(operator.undefinedWhen())
                .overload(Overload.of(DOUBLE, List.of(DOUBLE), kernel(operator)))
                .example(operator.exampleValue(), operator.example())
                .build();
    }

    private static Supplier<Kernel> kernel(Elementary.Operator operator) {
        return () -> new Elementary(operator);
    }

    private static FunctionBuilder kind(String name, String description, DoublePredicate test) {
        return new FunctionBuilder(name, Family.MATH, description)
                .overload(Overload.of(BOOLEAN, List.of(DOUBLE), () -> new DoubleTest(test)));
    }

    private static FunctionBuilder binary(String name, String description, ElementaryPair.Operator operator) {
        return new FunctionBuilder(name, Family.MATH, description)
                .overload(Overload.of(DOUBLE, List.of(DOUBLE, DOUBLE), () -> new ElementaryPair(operator)));
    }
}
