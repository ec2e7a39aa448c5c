package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowProgram.Operation;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Widening;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.RowProgramBuilder.Asked;
import io.barograph.core.merge.RowProgramBuilder.NotOnDevice;
import java.math.BigDecimal;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Makes instructions of expressions, which give the bits that the expressions' evaluators do, and leave over what these count. */
final class RowExpressions {
    private static final Map<String, Operation> OF_DOUBLES =
            Map.of("=", Operation.EQUAL_DOUBLES, "<", Operation.LESS_DOUBLES, "<=", Operation.LESS_OR_EQUAL_DOUBLES);

    private static final Map<String, Operation> OF_LONGS =
            Map.of("=", Operation.EQUAL_LONGS, "<", Operation.LESS_LONGS, "<=", Operation.LESS_OR_EQUAL_LONGS);

    /** Looks up columns' registers. */
    interface Columns {
        int register(int column) throws NotOnDevice;
    }

    private final RowProgramBuilder program;
    private final RowTimes times;
    private final RowDecimals decimals;
    private final RowArithmetic arithmetic;
    private final RowCasts casts;
    private final Columns columns;
    /** Calls' registers, for those who ask: some of a call's arguments are looked at more than once, and theirs, too. */
    private final Map<Expr.Call, Map<Asked, Integer>> known = new IdentityHashMap<>();

    RowExpressions(RowProgramBuilder program, Columns columns) {
        this.program = program;
        this.times = new RowTimes(program);
        this.decimals = new RowDecimals(program, this);
        this.arithmetic = new RowArithmetic(program, this, decimals);
        this.casts = new RowCasts(program, this, decimals, times);
        this.columns = columns;
    }

    /** Whether a type's values are their 64 bits: numbers and times, but DECIMALs of no more digits than these hold. */
    static boolean isWord(Type type) {
        return type == Type.DOUBLE || isWhole(type);
    }

    /** Whether they are integers as they are. */
    static boolean isWhole(Type type) {
        return isLong(type) || DecimalColumn.isOfOneWord(type);
    }

    /** Whether registers hold a type's values, DECIMALs of any precision as far as these fit 64 bits. */
    static boolean isCarried(Type type) {
        return type == Type.DOUBLE || isLong(type) || type.isDecimal();
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

    int compile(Expr expression, Asked asked) throws NotOnDevice {
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
    int compile(Expr expression, Type type, Asked asked) throws NotOnDevice {
        if (expression instanceof Expr.Literal literal && literal.value() instanceof Long whole) {
            if (type == Type.DOUBLE) {
                return constant((double) whole);
            } else if (type.isDecimal()) {
                return decimals.constant(BigDecimal.valueOf(whole).setScale(type.scale()));
            }
        }
        int register = compile(expression, asked);
        if (expression.type() == type || expression instanceof Expr.Literal literal && literal.value() == null) {
            return register;
        }
        if (expression.type() == Type.BIGINT && type == Type.DOUBLE) {
            return program.add(Operation.TO_DOUBLE, register);
        } else if (Widening.isWidened(expression.type(), type) && expression.type() != Type.DATE) {
            return decimals.cast(register, expression.type(), type, false, asked);
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
        } else if (value instanceof BigDecimal number) {
            return decimals.constant(number);
        }
        throw new NotOnDevice("a GPU computes with numbers and times, and here is a " + literal.type());
    }

    /** The upper one of the two words of an integer that one holds. */
    int upperWord(int register) throws NotOnDevice {
        int isNegative = program.add(Operation.LESS_LONGS, register, program.constant(0), 0);
        return program.add(Operation.NEGATE_LONG, isNegative);
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
            case "cast", "try_cast" -> casts.compile(call, asked);
            default -> {
                Expr moment = RowTimes.argument(call);
                yield moment == null
                        ? arithmetic.calculate(call, asked)
                        : times.compile(call, compile(moment, asked), asked);
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
        if (!isCarried(call.type())) {
            throw noInstruction(call);
        }
        int extreme = compile(call.argument(0), call.type(), asked);
        for (Expr argument : call.arguments().subList(1, call.arguments().size())) {
            int next = compile(argument, call.type(), asked);
            int isBetter =
                    program.add(comparison("<", call.type()), greatest ? extreme : next, greatest ? next : extreme, 0);
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

    /** {@code =}, {@code <} or {@code <=}. Literals are read in the other side's type, where that is exact. */
    private int compare(String comparison, Expr left, Expr right, Asked asked) throws NotOnDevice {
        Expr one = exactly(left, right.type());
        Expr other = exactly(right, one.type());
        if (one.type() == Type.BIGINT && other.type() == Type.DOUBLE) {
            int sign = program.add(Operation.COMPARE_LONG_TO_DOUBLE, compile(one, asked), compile(other, asked), 0);
            return program.add(comparison(comparison, Type.BIGINT), sign, program.constant(0), 0);
        }
        if (one.type() == Type.DOUBLE && other.type() == Type.BIGINT) {
            int sign = program.add(Operation.COMPARE_LONG_TO_DOUBLE, compile(other, asked), compile(one, asked), 0);
            return program.add(comparison(comparison, Type.BIGINT), program.constant(0), sign, 0);
        }
        if (isExact(one.type()) && isExact(other.type())) {
            int scale = Math.max(RowDecimals.scale(one.type()), RowDecimals.scale(other.type()));
            return program.add(
                    comparison(comparison, Type.BIGINT),
                    decimals.scaledUp(compile(one, asked), scale - RowDecimals.scale(one.type()), asked),
                    decimals.scaledUp(compile(other, asked), scale - RowDecimals.scale(other.type()), asked),
                    0);
        }
        if (one.type() != other.type() || !isWord(one.type())) {
            throw new NotOnDevice("a GPU has no instruction for comparing " + left.type() + " and " + right.type());
        }
        return program.add(comparison(comparison, one.type()), compile(one, asked), compile(other, asked), 0);
    }

    private static boolean isExact(Type type) {
        return type == Type.BIGINT || type.isDecimal();
    }

    private static Operation comparison(String function, Type type) {
        return Objects.requireNonNull((type == Type.DOUBLE ? OF_DOUBLES : OF_LONGS).get(function));
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
