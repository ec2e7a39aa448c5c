package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowProgram.Instruction;
import io.barograph.core.aggregate.totals.RowProgram.Operation;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Makes instructions of expressions. What there is no instruction for ends it: {@link NotOnDevice}. */
final class RowProgramBuilder {
    /** Why a device cannot compute an expression. */
    static final class NotOnDevice extends Exception {
        private static final long serialVersionUID = 1;

        /** @param reason behind "since" */
        NotOnDevice(String reason) {
            super(reason, null, false, false);
        }
    }

    private static final Map<String, Operation> DOUBLES = Map.of(
            "+", Operation.ADD_DOUBLES,
            "-", Operation.SUBTRACT_DOUBLES,
            "*", Operation.MULTIPLY_DOUBLES,
            "/", Operation.DIVIDE_DOUBLES,
            "=", Operation.EQUAL_DOUBLES,
            "<", Operation.LESS_DOUBLES,
            "<=", Operation.LESS_OR_EQUAL_DOUBLES);

    private static final Map<String, Operation> LONGS = Map.of(
            "+", Operation.ADD_LONGS,
            "-", Operation.SUBTRACT_LONGS,
            "*", Operation.MULTIPLY_LONGS,
            "/", Operation.DIVIDE_LONGS,
            "=", Operation.EQUAL_LONGS,
            "<", Operation.LESS_LONGS,
            "<=", Operation.LESS_OR_EQUAL_LONGS);

    private final List<Instruction> instructions = new ArrayList<>();
    /** Equal instructions are one: they compute the same. */
    private final Map<Instruction, Integer> known = new HashMap<>();

    List<Instruction> instructions() {
        return instructions;
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

    /** The register of an instruction, which is added where there is none like it. */
    int add(Operation operation, int left, int right, long constant) throws NotOnDevice {
        Instruction instruction = new Instruction(operation, left, right, constant);
        Integer before = known.get(instruction);
        if (before != null) {
            return before;
        }
        if (instructions.size() == RowProgram.MOST_INSTRUCTIONS) {
            throw new NotOnDevice("a GPU takes at most " + RowProgram.MOST_INSTRUCTIONS + " instructions for a row");
        }
        instructions.add(instruction);
        known.put(instruction, instructions.size() - 1);
        return instructions.size() - 1;
    }

    /** The same for one operand. */
    int add(Operation operation, int operand) throws NotOnDevice {
        return add(operation, operand, operand, 0);
    }

    /** Looks up columns' registers. */
    interface Columns {
        int register(int column) throws NotOnDevice;
    }

    /** The register of an expression's value. */
    int compile(Expr expression, Columns columns) throws NotOnDevice {
        if (expression instanceof Expr.ColumnRef reference) {
            return columns.register(reference.index());
        }
        if (expression instanceof Expr.Literal literal) {
            return constant(literal);
        }
        if (expression instanceof Expr.Call call) {
            return compile(call, columns);
        }
        throw new NotOnDevice("an expression has the value of a sub-query");
    }

    private int constant(Expr.Literal literal) throws NotOnDevice {
        Object value = literal.value();
        if (value == null) {
            return add(Operation.NULL, 0, 0, 0);
        } else if (value instanceof Double number) {
            return add(Operation.CONSTANT, 0, 0, Double.doubleToRawLongBits(number));
        } else if (value instanceof Long number) {
            return add(Operation.CONSTANT, 0, 0, number);
        } else if (value instanceof Boolean truth) {
            return add(Operation.CONSTANT, 0, 0, truth ? 1 : 0);
        }
        throw new NotOnDevice("a GPU computes with numbers and times, and here is a " + literal.type());
    }

    private int compile(Expr.Call call, Columns columns) throws NotOnDevice {
        List<Expr> arguments = call.arguments();
        Expr first = arguments.isEmpty() ? call : arguments.get(0);
        switch (call.function()) {
            case "and", "or" -> {
                Operation operation = call.function().equals("and") ? Operation.AND : Operation.OR;
                int register = compile(first, columns);
                for (Expr argument : arguments.subList(1, arguments.size())) {
                    register = add(operation, register, compile(argument, columns), 0);
                }
                return register;
            }
            case "not" -> {
                return add(Operation.NOT, compile(first, columns));
            }
            case "is null" -> {
                return add(Operation.IS_NULL, compile(first, columns));
            }
            case "is not null" -> {
                return add(Operation.NOT, add(Operation.IS_NULL, compile(first, columns)));
            }
            case "=", "<", "<=" -> {
                return compare(call.function(), first, arguments.get(1), columns);
            }
            case "<>" -> {
                return add(Operation.NOT, compare("=", first, arguments.get(1), columns));
            }
            case ">" -> {
                return compare("<", arguments.get(1), first, columns);
            }
            case ">=" -> {
                return compare("<=", arguments.get(1), first, columns);
            }
            case "between" -> {
                int least = compare("<=", arguments.get(1), first, columns);
                return add(Operation.AND, least, compare("<=", first, arguments.get(2), columns), 0);
            }
            case "cast" -> {
                if (call.type() == Type.DOUBLE && (first.type() == Type.DOUBLE || first.type() == Type.BIGINT)) {
                    return asDouble(first, columns);
                }
            }
            case "+", "-", "*", "/" -> {
                return calculate(call, columns);
            }
            default -> {}
        }
        throw new NotOnDevice("a GPU has no instruction for " + call.function() + " of " + types(arguments));
    }

    private static String types(List<Expr> arguments) {
        return arguments.stream().map(argument -> argument.type().toString()).collect(Collectors.joining(" and "));
    }

    private int calculate(Expr.Call call, Columns columns) throws NotOnDevice {
        List<Expr> arguments = call.arguments();
        boolean doubles = call.type() == Type.DOUBLE;
        if (!(doubles ? areNumbers(arguments) : areLongs(call))) {
            throw new NotOnDevice("a GPU has no instruction for " + call.function() + " of " + types(arguments));
        }
        int left = doubles ? asDouble(arguments.get(0), columns) : compile(arguments.get(0), columns);
        if (arguments.size() == 1) {
            return add(doubles ? Operation.NEGATE_DOUBLE : Operation.NEGATE_LONG, left);
        }
        int right = doubles ? asDouble(arguments.get(1), columns) : compile(arguments.get(1), columns);
        return add(operation(call.function(), doubles), left, right, 0);
    }

    private static Operation operation(String function, boolean doubles) {
        return Objects.requireNonNull((doubles ? DOUBLES : LONGS).get(function));
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

    private int asDouble(Expr expression, Columns columns) throws NotOnDevice {
        int register = compile(expression, columns);
        return expression.type() == Type.BIGINT ? add(Operation.TO_DOUBLE, register) : register;
    }

    /** {@code =}, {@code <} or {@code <=}. Literals are read in the other side's type, where that is exact. */
    private int compare(String comparison, Expr left, Expr right, Columns columns) throws NotOnDevice {
        Expr one = exactly(left, right.type());
        Expr other = exactly(right, one.type());
        boolean doubles = one.type() == Type.DOUBLE;
        if (one.type() != other.type() || !isWord(one.type())) {
            throw new NotOnDevice("a GPU has no instruction for comparing " + left.type() + " and " + right.type());
        }
        return add(operation(comparison, doubles), compile(one, columns), compile(other, columns), 0);
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
