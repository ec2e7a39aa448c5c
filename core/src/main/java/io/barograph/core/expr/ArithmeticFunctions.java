package io.barograph.core.expr;

import static io.barograph.core.column.Type.BIGINT;
import static io.barograph.core.column.Type.DATE;
import static io.barograph.core.column.Type.DOUBLE;
import static io.barograph.core.column.Type.INTERVAL;
import static io.barograph.core.column.Type.TIMESTAMP;

import io.barograph.core.column.Type;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * The operators {@code + - * / %}.
 *
 * <p>BIGINT is 64-bit: a result that does not fit is undefined, and division truncates towards zero. DOUBLE is IEEE 754
 * with one rounding per operator: overflow gives an infinity, an invalid operation NaN; only division by zero is
 * undefined. DECIMAL is exact where its type has room: see {@link DecimalTypes}.
 */
final class ArithmeticFunctions {
    private static final String OVERFLOW = "the result does not fit 64 bits";

    private ArithmeticFunctions() {}

    static List<Function> define() {
        return List.of(
                new FunctionBuilder(
                                "+",
                                Family.ARITHMETIC,
                                "Sum; of a time and an interval, a later time; of a DATE and a BIGINT, so many days later.")
                        .undefinedWhen(OVERFLOW)
                        .overload(longs(BIGINT, BIGINT, BIGINT, LongArithmetic.Operator.ADD))
                        .overload(decimals(DecimalArithmetic.Operator.ADD, DecimalTypes::sum))
                        .overload(doubles(DoubleArithmetic.Operator.ADD))
                        .overload(longs(TIMESTAMP, INTERVAL, TIMESTAMP, LongArithmetic.Operator.ADD))
                        .overload(longs(INTERVAL, TIMESTAMP, TIMESTAMP, LongArithmetic.Operator.ADD))
                        .overload(longs(INTERVAL, INTERVAL, INTERVAL, LongArithmetic.Operator.ADD))
                        .overload(Overload.of(DATE, List.of(DATE, BIGINT), () -> new DayArithmetic(0, 1)))
                        .overload(Overload.of(DATE, List.of(BIGINT, DATE), () -> new DayArithmetic(1, 1)))
                        .example("5", 2, 3)
                        .example("2.5", 2, 0.5)
                        .example("NULL", Long.MAX_VALUE, 1)
                        .build(),
                new FunctionBuilder(
                                "-",
                                Family.ARITHMETIC,
                                "Difference; of two times, an interval; of two DATE, days. With one argument, its negative.")
                        .undefinedWhen(OVERFLOW)
                        .overload(longs(BIGINT, BIGINT, BIGINT, LongArithmetic.Operator.SUBTRACT))
                        .overload(decimals(DecimalArithmetic.Operator.SUBTRACT, DecimalTypes::sum))
                        .overload(doubles(DoubleArithmetic.Operator.SUBTRACT))
                        .overload(longs(TIMESTAMP, TIMESTAMP, INTERVAL, LongArithmetic.Operator.SUBTRACT))
                        .overload(longs(TIMESTAMP, INTERVAL, TIMESTAMP, LongArithmetic.Operator.SUBTRACT))
                        .overload(longs(INTERVAL, INTERVAL, INTERVAL, LongArithmetic.Operator.SUBTRACT))
                        .overload(Overload.of(
                                BIGINT,
                                List.of(DATE, DATE),
                                () -> new LongArithmetic(LongArithmetic.Operator.SUBTRACT, BIGINT)))
                        .overload(Overload.of(DATE, List.of(DATE, BIGINT), () -> new DayArithmetic(0, -1)))
                        .overload(negation(BIGINT))
                        .overload(Overload.of(
                                DOUBLE, List.of(DOUBLE), () -> new DoubleUnary(DoubleUnary.Operator.NEGATE)))
                        .overload(negation(INTERVAL))
                        .overload(new Overload(
                                "(DECIMAL) -> DECIMAL",
                                DecimalTypes.unary(type -> type),
                                DecimalUnary.of(DecimalUnary.Operator.NEGATE)))
                        .example("-1", 2, 3)
                        .example("-2.5", 2.5)
                        .build(),
                new FunctionBuilder(
                                "*",
                                Family.ARITHMETIC,
                                "Product; of an interval and a number, an interval (to the nearest nanosecond, ties to even).")
                        .undefinedWhen(OVERFLOW)
                        .overload(longs(BIGINT, BIGINT, BIGINT, LongArithmetic.Operator.MULTIPLY))
                        .overload(decimals(DecimalArithmetic.Operator.MULTIPLY, DecimalTypes::product))
                        .overload(doubles(DoubleArithmetic.Operator.MULTIPLY))
                        .overload(longs(INTERVAL, BIGINT, INTERVAL, LongArithmetic.Operator.MULTIPLY))
                        .overload(longs(BIGINT, INTERVAL, INTERVAL, LongArithmetic.Operator.MULTIPLY))
                        .overload(Overload.of(INTERVAL, List.of(INTERVAL, DOUBLE), () -> new IntervalScaling(0, 1)))
                        .overload(Overload.of(INTERVAL, List.of(DOUBLE, INTERVAL), () -> new IntervalScaling(1, 0)))
                        .example("6", 2, 3)
                        .example("1.0", 2, 0.5)
                        .build(),
                new FunctionBuilder("/", Family.ARITHMETIC, "Quotient; of two BIGINT, truncated towards zero.")
                        .undefinedWhen("the divisor is 0, or the result does not fit 64 bits")
                        .overload(longs(BIGINT, BIGINT, BIGINT, LongArithmetic.Operator.DIVIDE))
                        .overload(decimals(DecimalArithmetic.Operator.DIVIDE, DecimalTypes::quotient))
                        .overload(doubles(DoubleArithmetic.Operator.DIVIDE))
                        .overload(longs(INTERVAL, BIGINT, INTERVAL, LongArithmetic.Operator.DIVIDE))
                        .example("3", 7, 2)
                        .example("3.5", 7, 2.0)
                        .example("NULL", 1, 0)
                        .build(),
                remainder("%"),
                remainder("mod"));
    }

    private static Function remainder(String name) {
        return new FunctionBuilder(
                        name,
                        Family.ARITHMETIC,
                        "Remainder of the truncated quotient; it has the sign of the first argument.")
                .undefinedWhen("the divisor is 0")
                .overload(longs(BIGINT, BIGINT, BIGINT, LongArithmetic.Operator.REMAINDER))
                .overload(decimals(DecimalArithmetic.Operator.REMAINDER, DecimalTypes::remainder))
                .overload(doubles(DoubleArithmetic.Operator.REMAINDER))
                .overload(longs(INTERVAL, INTERVAL, INTERVAL, LongArithmetic.Operator.REMAINDER))
                .example("-1", -7, 2)
                .example("1.5", 7.5, 2)
                .build();
    }

    private static Overload longs(Type left, Type right, Type result, LongArithmetic.Operator operator) {
        return Overload.of(result, List.of(left, right), () -> new LongArithmetic(operator, result));
    }

    private static Overload decimals(DecimalArithmetic.Operator operator, BinaryOperator<Type> result) {
        return new Overload(
                "(DECIMAL, DECIMAL) -> DECIMAL",
                DecimalTypes.operator(result),
                site -> site.call(DecimalArithmetic.of(operator, site)));
    }

    private static Overload doubles(DoubleArithmetic.Operator operator) {
        return Overload.of(DOUBLE, List.of(DOUBLE, DOUBLE), () -> new DoubleArithmetic(operator));
    }

    private static Overload negation(Type type) {
        return Overload.of(type, List.of(type), () -> new LongUnary(LongUnary.Operator.NEGATE, type));
    }
}
