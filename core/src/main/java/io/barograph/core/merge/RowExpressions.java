package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowProgram.Operation;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.RowProgramBuilder.Asked;
import io.barograph.core.merge.RowProgramBuilder.NotOnDevice;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Makes instructions of expressions, which give the bits that the expressions' evaluators do, and leave over what these count. */
final class RowExpressions {
    private static final Map<String, Operation> DOUBLES = Map.ofEntries(
            Map.entry("+", Operation.ADD_DOUBLES),
            Map.entry("-", Operation.SUBTRACT_DOUBLES),
            Map.entry("*", Operation.MULTIPLY_DOUBLES),
            Map.entry("/", Operation.DIVIDE_DOUBLES),
            Map.entry("%", Operation.REMAINDER_DOUBLES),
            Map.entry("mod", Operation.REMAINDER_DOUBLES),
            Map.entry("power", Operation.POWER),
            Map.entry("pow", Operation.POWER),
            Map.entry("atan2", Operation.ATAN2),
            Map.entry("=", Operation.EQUAL_DOUBLES),
            Map.entry("<", Operation.LESS_DOUBLES),
            Map.entry("<=", Operation.LESS_OR_EQUAL_DOUBLES));

    private static final Map<String, Operation> LONGS = Map.ofEntries(
            Map.entry("+", Operation.ADD_LONGS),
            Map.entry("-", Operation.SUBTRACT_LONGS),
            Map.entry("*", Operation.MULTIPLY_LONGS),
            Map.entry("/", Operation.DIVIDE_LONGS),
            Map.entry("%", Operation.REMAINDER_LONGS),
            Map.entry("mod", Operation.REMAINDER_LONGS),
            Map.entry("=", Operation.EQUAL_LONGS),
            Map.entry("<", Operation.LESS_LONGS),
            Map.entry("<=", Operation.LESS_OR_EQUAL_LONGS));

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

    private static final Map<String, Integer> NARROW_BITS = Map.of("INT", 32, "SMALLINT", 16, "TINYINT", 8);

    /** Powers of ten up to it are doubles. */
    private static final int MOST_DIGITS = 22;

    /** And powers up to it longs. */
    private static final int MOST_TENS = 18;

    /** Looks up columns' registers. */
    interface Columns {
        int register(int column) throws NotOnDevice;
    }

    private final RowProgramBuilder program;
    private final RowTimes times;
    private final Columns columns;
    /** Calls' registers, for those who ask: some of a call's arguments are looked at more than once, and theirs, too. */
    private final Map<Expr.Call, Map<Asked, Integer>> known = new IdentityHashMap<>();

    RowExpressions(RowProgramBuilder program, Columns columns) {
        this.program = program;
        this.times = new RowTimes(program);
        this.columns = columns;
    }

    /** Whether a type's values are their 64 bits: numbers and times, but not decimals. */
    static boolean isWord(Type type) {
        return type == Type.DOUBLE || isLong(type);
    }

    static boolean isLong(Type type) {
        return switch (type.kind()) {
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> true;
            default -> false;
        };
    }

    /** The register of an expression's value, which all rows ask for. */
    int compile(Expr expression) throws NotOnDevice {
        known.clear();
        return compile(expression, Asked.ALWAYS);
    }

    private int compile(Expr expression, Asked asked) throws NotOnDevice {
        if (expression instanceof Expr.ColumnRef reference) {
            return columns.register(reference.index());
        }
        if (expression instanceof Expr.Literal literal) {
            return constant(literal);
        }
        if (expression instanceof Expr.Call call) {
            return compile(call, asked);
        }
        throw new NotOnDevice("an expression has the value of a sub-query");
    }

    /** The same as a wider type, where one is asked for. */
    private int compile(Expr expression, Type type, Asked asked) throws NotOnDevice {
        if (type == Type.DOUBLE
                && expression instanceof Expr.Literal literal
                && literal.value() instanceof Long whole) {
            return constant((double) whole);
        }
        int register = compile(expression, asked);
        if (expression.type() == type || expression instanceof Expr.Literal literal && literal.value() == null) {
            return register;
        }
        if (expression.type() == Type.BIGINT && type == Type.DOUBLE) {
            return program.add(Operation.TO_DOUBLE, register);
        }
        throw new NotOnDevice("a GPU does not make a " + type + " of a " + expression.type());
    }

    private int constant(Expr.Literal literal) throws NotOnDevice {
        Object value = literal.value();
        if (value == null) {
            return program.add(Operation.NULL, 0, 0, 0);
        } else if (value instanceof Double number) {
            return program.constant(Double.doubleToRawLongBits(number));
        } else if (value instanceof Long number) {
            return program.constant(number);
        } else if (value instanceof Boolean truth) {
            return program.constant(truth ? 1 : 0);
        }
        throw new NotOnDevice("a GPU computes with numbers and times, and here is a " + literal.type());
    }

    private int compile(Expr.Call call, Asked asked) throws NotOnDevice {
        Map<Asked, Integer> registers = known.computeIfAbsent(call, unused -> new IdentityHashMap<>());
        Integer register = registers.get(asked);
        if (register == null) {
            register = instructions(call, asked);
            registers.put(asked, register);
        }
        return register;
    }

    private int instructions(Expr.Call call, Asked asked) throws NotOnDevice {
        List<Expr> arguments = call.arguments();
        return switch (call.function()) {
            case "and" -> connect(Operation.AND, arguments, asked);
            case "or" -> connect(Operation.OR, arguments, asked);
            case "not" -> not(compile(arguments.get(0), asked));
            case "is null" -> isNull(arguments.get(0), asked);
            case "is not null" -> not(isNull(arguments.get(0), asked));
            case "is true" -> isTrue(compile(arguments.get(0), asked));
            case "is not true" -> not(isTrue(compile(arguments.get(0), asked)));
            case "is false" -> isTrue(not(compile(arguments.get(0), asked)));
            case "is not false" -> not(isTrue(not(compile(arguments.get(0), asked))));
            case "=", "<", "<=" -> compare(call.function(), arguments.get(0), arguments.get(1), asked);
            case "<>" -> not(compare("=", arguments.get(0), arguments.get(1), asked));
            case ">" -> compare("<", arguments.get(1), arguments.get(0), asked);
            case ">=" -> compare("<=", arguments.get(1), arguments.get(0), asked);
            case "is distinct from" -> not(isSame(arguments.get(0), arguments.get(1), asked));
            case "is not distinct from" -> isSame(arguments.get(0), arguments.get(1), asked);
            case "between" -> {
                int least = compare("<=", arguments.get(1), arguments.get(0), asked);
                int most = compare("<=", arguments.get(0), arguments.get(2), asked);
                yield program.add(Operation.AND, least, most, 0);
            }
            case "in" -> in(arguments, asked);
            case "case" -> choose(call, asked);
            case "coalesce" -> coalesce(call, asked);
            case "nullif" -> {
                int value = compile(arguments.get(0), call.type(), asked);
                int equal = compare("=", arguments.get(0), arguments.get(1), asked);
                yield program.choose(equal, program.add(Operation.NULL, 0, 0, 0), value);
            }
            case "greatest" -> extreme(call, true, asked);
            case "least" -> extreme(call, false, asked);
            case "isnan", "isinf", "isfinite" -> kind(call, asked);
            case "degrees" -> scale(call, 180 / Math.PI, asked);
            case "radians" -> scale(call, Math.PI / 180, asked);
            case "pi" -> constant(Math.PI);
            case "cast", "try_cast" -> cast(call, asked);
            default -> {
                Expr moment = RowTimes.argument(call);
                yield moment == null ? calculate(call, asked) : times.compile(call, compile(moment, asked), asked);
            }
        };
    }

    static NotOnDevice noInstruction(Expr.Call call) {
        String types = call.arguments().stream()
                .map(argument -> argument.type().toString())
                .collect(Collectors.joining(" and "));
        return new NotOnDevice("a GPU has no instruction for " + call.function() + " of " + types);
    }

    private int connect(Operation operation, List<Expr> arguments, Asked asked) throws NotOnDevice {
        int register = compile(arguments.get(0), asked);
        for (Expr argument : arguments.subList(1, arguments.size())) {
            register = program.add(operation, register, compile(argument, asked), 0);
        }
        return register;
    }

    private int not(int register) throws NotOnDevice {
        return program.add(Operation.NOT, register);
    }

    private int isTrue(int register) throws NotOnDevice {
        return program.add(Operation.IS_TRUE, register);
    }

    private int isNull(Expr expression, Asked asked) throws NotOnDevice {
        return program.add(Operation.IS_NULL, compile(expression, asked));
    }

    private int isSame(Expr left, Expr right, Asked asked) throws NotOnDevice {
        int equal = isTrue(compare("=", left, right, asked));
        int neither = program.add(Operation.AND, isNull(left, asked), isNull(right, asked), 0);
        return program.add(Operation.OR, equal, neither, 0);
    }

    private int in(List<Expr> arguments, Asked asked) throws NotOnDevice {
        int register = compare("=", arguments.get(0), arguments.get(1), asked);
        for (Expr candidate : arguments.subList(2, arguments.size())) {
            int equal = compare("=", arguments.get(0), candidate, asked);
            register = program.add(Operation.OR, register, equal, 0);
        }
        return register;
    }

    /** Each condition is asked where none before it was true, each value where its condition is. */
    private int choose(Expr.Call call, Asked asked) throws NotOnDevice {
        List<Expr> arguments = call.arguments();
        int last = arguments.size() - 1;
        int[] conditions = new int[last / 2];
        int[] values = new int[last / 2];
        Asked undecided = asked;
        for (int i = 0; i < values.length; i++) {
            conditions[i] = compile(arguments.get(2 * i), undecided);
            values[i] = compile(arguments.get(2 * i + 1), call.type(), undecided.where(conditions[i]));
            undecided = undecided.whereNot(conditions[i]);
        }
        int chosen = compile(arguments.get(last), call.type(), undecided);
        for (int i = values.length - 1; i >= 0; i--) {
            chosen = program.choose(conditions[i], values[i], chosen);
        }
        return chosen;
    }

    /** Each argument is asked where all before it are NULL. */
    private int coalesce(Expr.Call call, Asked asked) throws NotOnDevice {
        int found = compile(call.argument(0), call.type(), asked);
        Asked missing = asked;
        for (Expr argument : call.arguments().subList(1, call.arguments().size())) {
            missing = missing.whereNull(found);
            int next = compile(argument, call.type(), missing);
            found = program.choose(program.add(Operation.IS_NULL, found), next, found);
        }
        return found;
    }

    /** A running extreme, replaced where a later argument is better or the only one. */
    private int extreme(Expr.Call call, boolean greatest, Asked asked) throws NotOnDevice {
        if (!isWord(call.type())) {
            throw noInstruction(call);
        }
        int extreme = compile(call.argument(0), call.type(), asked);
        for (Expr argument : call.arguments().subList(1, call.arguments().size())) {
            int next = compile(argument, call.type(), asked);
            int isBetter =
                    program.add(operation("<", call.type()), greatest ? extreme : next, greatest ? next : extreme, 0);
            int replaces = program.add(Operation.OR, program.add(Operation.IS_NULL, extreme), isBetter, 0);
            extreme = program.choose(replaces, next, extreme);
        }
        return extreme;
    }

    /** What kind of number a DOUBLE is: NaN equals itself, and is above infinity. */
    private int kind(Expr.Call call, Asked asked) throws NotOnDevice {
        int value = compile(call.argument(0), Type.DOUBLE, asked);
        if (call.function().equals("isnan")) {
            return program.add(Operation.EQUAL_DOUBLES, value, constant(Double.NaN), 0);
        }
        int magnitude = program.add(Operation.ABS_DOUBLE, value);
        Operation comparison = call.function().equals("isinf") ? Operation.EQUAL_DOUBLES : Operation.LESS_DOUBLES;
        return program.add(comparison, magnitude, constant(Double.POSITIVE_INFINITY), 0);
    }

    private int scale(Expr.Call call, double factor, Asked asked) throws NotOnDevice {
        int value = compile(call.argument(0), Type.DOUBLE, asked);
        return program.add(Operation.MULTIPLY_DOUBLES, value, constant(factor), 0);
    }

    private int constant(double value) throws NotOnDevice {
        return program.constant(Double.doubleToRawLongBits(value));
    }

    private int cast(Expr.Call call, Asked asked) throws NotOnDevice {
        Type from = call.argument(0).type();
        Type to = call.type();
        boolean silent = call.function().equals("try_cast");
        if (call.arguments().size() == 2) {
            return narrow(call, silent, asked);
        }
        boolean isWordOrTruth = isWord(from) || from == Type.BOOLEAN;
        if (from == to && isWordOrTruth || from == Type.BOOLEAN && to == Type.BIGINT) {
            return compile(call.argument(0), asked);
        }
        if (to == Type.DOUBLE && (from == Type.BIGINT || from == Type.BOOLEAN)) {
            return program.add(Operation.TO_DOUBLE, compile(call.argument(0), asked));
        }
        if (from == Type.DOUBLE && to == Type.BIGINT) {
            int value = compile(call.argument(0), asked);
            return silent
                    ? program.addSilent(Operation.TO_LONG, value)
                    : program.add(Operation.TO_LONG, value, value, 0, asked);
        }
        if (from == Type.BIGINT && to == Type.BOOLEAN) {
            int value = compile(call.argument(0), asked);
            return not(program.add(Operation.EQUAL_LONGS, value, program.constant(0), 0));
        }
        if (from == Type.DATE && to == Type.TIMESTAMP) {
            return times.midnight(compile(call.argument(0), asked), asked);
        }
        if (from == Type.TIMESTAMP && to == Type.DATE && !silent) {
            return times.day(compile(call.argument(0), asked), asked);
        }
        throw new NotOnDevice("a GPU has no instruction for a cast of " + from + " to " + to);
    }

    /** A cast to a type that is carried as a wider one. */
    private int narrow(Expr.Call call, boolean silent, Asked asked) throws NotOnDevice {
        Type from = call.argument(0).type();
        String name = call.argument(1) instanceof Expr.Literal literal ? String.valueOf(literal.value()) : "";
        Integer bits = NARROW_BITS.get(name);
        if (from == Type.BIGINT && bits != null && !silent) {
            int value = compile(call.argument(0), asked);
            return program.add(Operation.NARROW, value, value, bits, asked);
        }
        if (from == Type.BIGINT && name.equals("REAL")) {
            return program.add(Operation.LONG_TO_SINGLE, compile(call.argument(0), asked));
        }
        if (from == Type.DOUBLE && name.equals("REAL")) {
            int value = compile(call.argument(0), asked);
            return silent
                    ? program.addSilent(Operation.TO_SINGLE, value)
                    : program.add(Operation.TO_SINGLE, value, value, 0, asked);
        }
        throw noInstruction(call);
    }

    /** Operators and functions whose arguments all rows of a kind ask for. */
    private int calculate(Expr.Call call, Asked asked) throws NotOnDevice {
        List<Expr> arguments = call.arguments();
        if (call.function().equals("round") && arguments.size() == 2) {
            return roundToDigits(call, asked);
        }
        boolean doubles = call.type() == Type.DOUBLE && areNumbers(arguments);
        if (arguments.size() == 1
                && call.type() == Type.BIGINT
                && TO_WHOLE.contains(call.function())
                && arguments.get(0).type() == Type.BIGINT) {
            return compile(arguments.get(0), asked);
        }
        Map<String, Operation> operations = switch (arguments.size()) {
            case 1 -> doubles ? OF_DOUBLE : OF_LONG;
            case 2 -> doubles ? DOUBLES : LONGS;
            default -> Map.of();
        };
        Operation operation = operations.get(call.function());
        if (operation == null || !(doubles || areLongs(call))) {
            throw noInstruction(call);
        }
        int[] operands = new int[arguments.size()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = doubles ? compile(arguments.get(i), Type.DOUBLE, asked) : compile(arguments.get(i), asked);
        }
        return program.add(operation, operands[0], operands[operands.length - 1], 0, asked);
    }

    private int roundToDigits(Expr.Call call, Asked asked) throws NotOnDevice {
        Type type = call.argument(0).type();
        boolean isTold = (type == Type.DOUBLE || type == Type.BIGINT)
                && call.argument(1) instanceof Expr.Literal literal
                && literal.value() instanceof Long digits
                && digits >= -MOST_TENS
                && digits <= MOST_DIGITS;
        if (!isTold) {
            throw noInstruction(call);
        }
        int digits = ((Long) Objects.requireNonNull(((Expr.Literal) call.argument(1)).value())).intValue();
        int value = compile(call.argument(0), asked);
        if (type == Type.BIGINT) {
            return digits >= 0 ? value : roundToTens(value, tens(-digits), asked);
        }
        if (digits < 0) {
            return program.add(Operation.ROUND_TO_TENS, value, value, tens(-digits), asked);
        }
        double power = IntStream.range(0, digits).asDoubleStream().reduce(1, (product, ignored) -> product * 10);
        return program.add(Operation.ROUND_TO_DIGITS, value, value, Double.doubleToRawLongBits(power), asked);
    }

    private static long tens(int digits) {
        return LongStream.range(0, digits).reduce(1, (product, ignored) -> product * 10);
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

    private static Operation operation(String function, Type type) {
        return Objects.requireNonNull((type == Type.DOUBLE ? DOUBLES : LONGS).get(function));
    }

    private static boolean areNumbers(List<Expr> arguments) {
        return arguments.stream()
                .allMatch(argument -> argument.type() == Type.DOUBLE || argument.type() == Type.BIGINT);
    }

    /** Of days there is but a difference: beside intervals they become times first, and sums have an operation of their own. */
    private static boolean areLongs(Expr.Call call) {
        boolean haveDays = call.arguments().stream().anyMatch(argument -> argument.type() == Type.DATE);
        return isLong(call.type())
                && call.arguments().stream().allMatch(argument -> isLong(argument.type()))
                && (!haveDays
                        || call.type() == Type.BIGINT
                                && call.arguments().stream().allMatch(argument -> argument.type() == Type.DATE));
    }

    /** {@code =}, {@code <} or {@code <=}. Literals are read in the other side's type, where that is exact. */
    private int compare(String comparison, Expr left, Expr right, Asked asked) throws NotOnDevice {
        Expr one = exactly(left, right.type());
        Expr other = exactly(right, one.type());
        if (one.type() == Type.BIGINT && other.type() == Type.DOUBLE) {
            int sign = program.add(Operation.COMPARE_LONG_TO_DOUBLE, compile(one, asked), compile(other, asked), 0);
            return program.add(operation(comparison, Type.BIGINT), sign, program.constant(0), 0);
        }
        if (one.type() == Type.DOUBLE && other.type() == Type.BIGINT) {
            int sign = program.add(Operation.COMPARE_LONG_TO_DOUBLE, compile(other, asked), compile(one, asked), 0);
            return program.add(operation(comparison, Type.BIGINT), program.constant(0), sign, 0);
        }
        if (one.type() != other.type() || !isWord(one.type())) {
            throw new NotOnDevice("a GPU has no instruction for comparing " + left.type() + " and " + right.type());
        }
        return program.add(operation(comparison, one.type()), compile(one, asked), compile(other, asked), 0);
    }

    private static Expr exactly(Expr expression, Type type) {
        if (!(expression instanceof Expr.Literal literal)) {
            return expression;
        }
        if (type == Type.DOUBLE && literal.value() instanceof Long whole && literal.type() == Type.BIGINT) {
            double widened = whole;
            // A long that is the greatest one when it comes back may have been rounded up.
            return (long) widened == whole && whole != Long.MAX_VALUE ? new Expr.Literal(type, widened) : expression;
        }
        if (type == Type.BIGINT && literal.value() instanceof Double number) {
            long whole = number.longValue();
            boolean isWhole = whole == number && whole != Long.MAX_VALUE;
            return isWhole ? new Expr.Literal(type, whole) : expression;
        }
        return expression;
    }
}
