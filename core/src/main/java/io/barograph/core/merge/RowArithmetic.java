package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowProgram.Operation;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.RowProgramBuilder.Asked;
import io.barograph.core.merge.RowProgramBuilder.NotOnDevice;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes instructions of operators and functions of numbers, of intervals, and of times where that is exact. */
final class RowArithmetic {
    private static final Map<String, Operation> DOUBLES = Map.ofEntries(
            Map.entry("+", Operation.ADD_DOUBLES),
            Map.entry("-", Operation.SUBTRACT_DOUBLES),
            Map.entry("*", Operation.MULTIPLY_DOUBLES),
            Map.entry("/", Operation.DIVIDE_DOUBLES),
            Map.entry("%", Operation.REMAINDER_DOUBLES),
            Map.entry("mod", Operation.REMAINDER_DOUBLES),
            Map.entry("power", Operation.POWER),
            Map.entry("pow", Operation.POWER),
            Map.entry("atan2", Operation.ATAN2));

    private static final Map<String, Operation> LONGS = Map.of(
            "+", Operation.ADD_LONGS,
            "-", Operation.SUBTRACT_LONGS,
            "*", Operation.MULTIPLY_LONGS,
            "/", Operation.DIVIDE_LONGS,
            "%", Operation.REMAINDER_LONGS,
            "mod", Operation.REMAINDER_LONGS);

    /** Functions of one DOUBLE. */
    private static final Map<String, Operation> OF_DOUBLE = Map.ofEntries(
            Map.entry("-", Operation.NEGATE_DOUBLE),
            Map.entry("abs", Operation.ABS_DOUBLE),
            Map.entry("sign", Operation.SIGN_DOUBLE),
            Map.entry("floor", Operation.FLOOR),
            Map.entry("ceil", Operation.CEIL),
            Map.entry("ceiling", Operation.CEIL),
            Map.entry("round", Operation.ROUND),
            Map.entry("sqrt", Operation.SQUARE_ROOT),
            Map.entry("exp", Operation.EXP),
            Map.entry("ln", Operation.LN),
            Map.entry("log10", Operation.LOG10),
            Map.entry("log2", Operation.LOG2),
            Map.entry("sin", Operation.SIN),
            Map.entry("cos", Operation.COS),
            Map.entry("tan", Operation.TAN),
            Map.entry("asin", Operation.ASIN),
            Map.entry("acos", Operation.ACOS),
            Map.entry("atan", Operation.ATAN));

    /** Functions of one long. */
    private static final Map<String, Operation> OF_LONG = Map.of(
            "-", Operation.NEGATE_LONG,
            "abs", Operation.ABS_LONG,
            "sign", Operation.SIGN_LONG);

    /** Of BIGINT they are the number itself. */
    private static final List<String> TO_WHOLE = List.of("floor", "ceil", "ceiling", "round");

    private final RowProgramBuilder program;
    private final RowExpressions expressions;
    private final RowDecimals decimals;

    RowArithmetic(RowProgramBuilder program, RowExpressions expressions, RowDecimals decimals) {
        this.program = program;
        this.expressions = expressions;
        this.decimals = decimals;
    }

    /** Operators and functions whose arguments all rows of a kind ask for. */
    int calculate(Expr.Call call, Asked asked) throws NotOnDevice {
        List<Expr> arguments = call.arguments();
        if (call.type() != Type.DOUBLE
                && arguments.stream().anyMatch(argument -> argument.type().isDecimal())) {
            return decimals.calculate(call, asked);
        }
        if (call.function().equals("round") && arguments.size() == 2) {
            return roundToDigits(call, asked);
        }
        boolean doubles = call.type() == Type.DOUBLE && areNumbers(arguments);
        if (arguments.size() == 1
                && call.type() == Type.BIGINT
                && TO_WHOLE.contains(call.function())
                && arguments.get(0).type() == Type.BIGINT) {
            return expressions.compile(arguments.get(0), asked);
        }
        Map<String, Operation> operations = switch (arguments.size()) {
            case 1 -> doubles ? OF_DOUBLE : OF_LONG;
            case 2 -> doubles ? DOUBLES : LONGS;
            default -> Map.of();
        };
        Operation operation = operations.get(call.function());
        if (operation == null || !(doubles || areLongs(call))) {
            throw RowExpressions.noInstruction(call);
        }
        int[] operands = new int[arguments.size()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = doubles
                    ? expressions.compile(arguments.get(i), Type.DOUBLE, asked)
                    : expressions.compile(arguments.get(i), asked);
        }
        return program.add(operation, operands[0], operands[operands.length - 1], 0, asked);
    }

    private int roundToDigits(Expr.Call call, Asked asked) throws NotOnDevice {
        Type type = call.argument(0).type();
        boolean isTold = (type == Type.DOUBLE || type == Type.BIGINT)
                && call.argument(1) instanceof Expr.Literal literal
                && literal.value() instanceof Long digits
                && digits >= -RowDecimals.MOST_TENS
                && digits <= RowDecimals.MOST_DIGITS;
        if (!isTold) {
            throw RowExpressions.noInstruction(call);
        }
        int digits = ((Long) Objects.requireNonNull(((Expr.Literal) call.argument(1)).value())).intValue();
        int value = expressions.compile(call.argument(0), asked);
        if (type == Type.BIGINT) {
            return digits >= 0 ? value : roundToTens(value, RowDecimals.tens(-digits), asked);
        }
        if (digits < 0) {
            return program.add(Operation.ROUND_TO_TENS, value, value, RowDecimals.tens(-digits), asked);
        }
        return program.add(Operation.ROUND_TO_DIGITS, value, value, RowDecimals.powerBits(digits), asked);
    }

    /** Of a BIGINT: a quotient, and one more where the rest is half a power or above. */
    private int roundToTens(int value, long power, Asked asked) throws NotOnDevice {
        int divisor = program.constant(power);
        int quotient = program.add(Operation.DIVIDE_LONGS, value, divisor, 0);
        int rest = program.add(Operation.REMAINDER_LONGS, value, divisor, 0);
        int more = program.add(Operation.DIVIDE_LONGS, rest, program.constant(power / 2), 0);
        int nearest = program.add(Operation.ADD_LONGS, quotient, more, 0);
        return program.add(Operation.MULTIPLY_LONGS, nearest, divisor, 0, asked);
    }

    private static boolean areNumbers(List<Expr> arguments) {
        return arguments.stream().allMatch(argument -> argument.type().isNumeric());
    }

    /** Of days there is but a difference: beside intervals they become times first, and sums have an operation of their own. */
    private static boolean areLongs(Expr.Call call) {
        boolean haveDays = call.arguments().stream().anyMatch(argument -> argument.type() == Type.DATE);
        return RowExpressions.isLong(call.type())
                && call.arguments().stream().allMatch(argument -> RowExpressions.isLong(argument.type()))
                && (!haveDays
                        || call.type() == Type.BIGINT
                                && call.arguments().stream().allMatch(argument -> argument.type() == Type.DATE));
    }
}
