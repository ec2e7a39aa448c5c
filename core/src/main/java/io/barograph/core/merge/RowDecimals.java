package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowProgram.Operation;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Widening;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.RowProgramBuilder.Asked;
import io.barograph.core.merge.RowProgramBuilder.NotOnDevice;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Makes instructions of DECIMALs. A register has a value times ten to the power of its type's scale, an integer. What does not fit 64
 * bits is left over as undefined results are, though the type may have room for it.
 */
final class RowDecimals {
    /** Powers of ten up to it are longs. */
    static final int MOST_TENS = 18;

    /** Powers of ten up to it are doubles. */
    static final int MOST_DIGITS = 22;

    /** So large integers are doubles, and all below. */
    private static final long EXACT_DOUBLES = 1L << 53;

    private static final int EXACT_DIGITS = 15;

    private final RowProgramBuilder program;
    private final RowExpressions expressions;

    RowDecimals(RowProgramBuilder program, RowExpressions expressions) {
        this.program = program;
        this.expressions = expressions;
    }

    /** Ten to the power of so many. */
    static long tens(int digits) {
        return LongStream.range(0, digits).reduce(1, (product, ignored) -> product * 10);
    }

    /** The bits of the same as a double. */
    static long powerBits(int digits) {
        return Double.doubleToRawLongBits(
                IntStream.range(0, digits).asDoubleStream().reduce(1, (product, ignored) -> product * 10));
    }

    /** Digits behind the point, of BIGINT none. */
    static int scale(Type type) {
        return type.isDecimal() ? type.scale() : 0;
    }

    private static int wholeDigits(Type type) {
        Type decimal = Widening.asDecimal(type);
        return decimal.precision() - decimal.scale();
    }

    /** @param value of its type's scale */
    int constant(BigDecimal value) throws NotOnDevice {
        if (value.unscaledValue().bitLength() >= Long.SIZE) {
            throw new NotOnDevice("a GPU computes with DECIMALs of 64 bits, and here is " + value);
        }
        return program.constant(value.unscaledValue().longValue());
    }

    /** A value with so many digits more behind the point. */
    int scaledUp(int value, int digits, Asked asked) throws NotOnDevice {
        return digits == 0
                ? value
                : program.add(Operation.MULTIPLY_LONGS, value, program.constant(power(digits)), 0, asked);
    }

    /** With so many fewer, rounded. */
    private int scaledDown(int value, int digits) throws NotOnDevice {
        return digits == 0 ? value : nearest(value, program.constant(power(digits)), Asked.ALWAYS);
    }

    private int nearest(int dividend, int divisor, Asked asked) throws NotOnDevice {
        return program.add(Operation.DIVIDE_TO_NEAREST, dividend, divisor, 0, asked);
    }

    private static long power(int digits) throws NotOnDevice {
        if (digits > MOST_TENS) {
            throw new NotOnDevice("a GPU moves the point of a DECIMAL by " + MOST_TENS + " digits at most");
        }
        return tens(digits);
    }

    /** What has too many digits for a type is undefined; of more digits than a word has anything is. */
    private int limited(int value, Type type, boolean silent, Asked asked) throws NotOnDevice {
        if (!DecimalColumn.isOfOneWord(type)) {
            return value;
        }
        long bound = tens(type.precision());
        return silent
                ? program.addSilent(Operation.LIMIT, value, value, bound)
                : program.add(Operation.LIMIT, value, value, bound, asked);
    }

    /** A number as one of another type, of which at least one is a DECIMAL. */
    int cast(int value, Type from, Type to, boolean silent, Asked asked) throws NotOnDevice {
        if (to == Type.DOUBLE) {
            return toDouble(value, from, asked);
        }
        if (from == Type.DOUBLE) {
            // What does not fit 64 bits does not fit the type: so nothing is left over that it has room for.
            if (silent || !DecimalColumn.isOfOneWord(to)) {
                throw new NotOnDevice("a GPU has no instruction for a cast of DOUBLE to " + to);
            }
            int found = program.add(Operation.TO_DECIMAL, value, value, powerBits(to.scale()), asked);
            return limited(found, to, false, asked);
        }
        int up = scale(to) - scale(from);
        if (to == Type.BIGINT) {
            return scaledDown(value, -up);
        }
        boolean hasRoom = wholeDigits(to) >= wholeDigits(from) + (up < 0 ? 1 : 0);
        if (up <= 0) {
            int found = scaledDown(value, -up);
            return hasRoom ? found : limited(found, to, silent, asked);
        }
        if (hasRoom) {
            return scaledUp(value, up, asked);
        }
        // Where it has not, what does not fit 64 bits does not fit the type.
        int found = silent && DecimalColumn.isOfOneWord(to)
                ? program.addSilent(Operation.MULTIPLY_LONGS, value, program.constant(power(up)), 0)
                : scaledUp(value, up, asked);
        return limited(found, to, silent, asked);
    }

    /** Both sides of the quotient are doubles, so that it is rounded once. */
    private int toDouble(int value, Type from, Asked asked) throws NotOnDevice {
        if (from.scale() > MOST_DIGITS) {
            throw new NotOnDevice("a GPU has no instruction for a cast of " + from + " to DOUBLE");
        }
        int exact = from.precision() <= EXACT_DIGITS
                ? value
                : program.add(Operation.LIMIT, value, value, EXACT_DOUBLES + 1, asked);
        int digits = program.add(Operation.TO_DOUBLE, exact);
        return from.scale() == 0
                ? digits
                : program.add(Operation.DIVIDE_DOUBLES, digits, program.constant(powerBits(from.scale())), 0);
    }

    /** Operators and functions of DECIMALs, and of BIGINT beside them. */
    int calculate(Expr.Call call, Asked asked) throws NotOnDevice {
        List<Expr> arguments = call.arguments();
        boolean rounds = call.function().equals("round") && arguments.size() == 2;
        return arguments.size() == 1 || rounds ? ofOne(call, asked) : ofTwo(call, asked);
    }

    private int ofOne(Expr.Call call, Asked asked) throws NotOnDevice {
        int value = expressions.compile(call.argument(0), asked);
        int scale = call.argument(0).type().scale();
        return switch (call.function()) {
            case "-" -> program.add(Operation.NEGATE_LONG, value, value, 0, asked);
            case "abs" -> program.add(Operation.ABS_LONG, value, value, 0, asked);
            case "sign" -> program.add(Operation.SIGN_LONG, value);
            case "floor" -> floor(value, scale);
            case "ceil", "ceiling" -> {
                int negative = program.add(Operation.NEGATE_LONG, value, value, 0, asked);
                yield program.add(Operation.NEGATE_LONG, floor(negative, scale));
            }
            case "round" -> call.arguments().size() == 1 ? scaledDown(value, scale) : rounded(call, value, asked);
            default -> throw RowExpressions.noInstruction(call);
        };
    }

    private int floor(int value, int scale) throws NotOnDevice {
        return scale == 0 ? value : program.add(Operation.FLOOR_DIVIDE, value, value, power(scale));
    }

    private int rounded(Expr.Call call, int value, Asked asked) throws NotOnDevice {
        if (!(call.argument(1) instanceof Expr.Literal literal && literal.value() instanceof Long digits)) {
            throw RowExpressions.noInstruction(call);
        }
        // So many or fewer, since of more the difference might not fit.
        if (digits < -MOST_TENS || call.argument(0).type().scale() - digits > MOST_TENS) {
            throw RowExpressions.noInstruction(call);
        }
        int fewer = (int) Math.max(0, call.argument(0).type().scale() - digits);
        return scaledUp(scaledDown(value, fewer), fewer, asked);
    }

    private int ofTwo(Expr.Call call, Asked asked) throws NotOnDevice {
        Type type = call.type();
        if (!type.isDecimal()) {
            // An interval by a DECIMAL goes by way of DOUBLE.
            throw RowExpressions.noInstruction(call);
        }
        int leftScale = scale(call.argument(0).type());
        int rightScale = scale(call.argument(1).type());
        int left = expressions.compile(call.argument(0), asked);
        int right = expressions.compile(call.argument(1), asked);
        switch (call.function()) {
            case "+", "-", "%", "mod" -> {
                int scale = Math.max(leftScale, rightScale);
                Operation operation = call.function().equals("+")
                        ? Operation.ADD_LONGS
                        : call.function().equals("-") ? Operation.SUBTRACT_LONGS : Operation.REMAINDER_LONGS;
                return program.add(
                        operation,
                        scaledUp(left, scale - leftScale, asked),
                        scaledUp(right, scale - rightScale, asked),
                        0,
                        asked);
            }
            case "*" -> {
                if (type.scale() == leftScale + rightScale) {
                    return program.add(Operation.MULTIPLY_LONGS, left, right, 0, asked);
                }
            }
            case "/" -> {
                int up = type.scale() - leftScale + rightScale;
                int digits = Widening.asDecimal(call.argument(0).type()).precision() + up;
                if (up >= 0 && digits <= MOST_TENS) {
                    return limited(nearest(scaledUp(left, up, asked), right, asked), type, false, asked);
                }
            }
            default -> {}
        }
        throw RowExpressions.noInstruction(call);
    }
}
