package io.barograph.core.aggregate.totals;

import io.barograph.core.aggregate.totals.RowProgram.Instruction;
import io.barograph.core.expr.ElementaryMath;
import io.barograph.core.text.CivilDate;
import java.math.BigDecimal;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the instructions of a {@link RowProgram} for one row: the contract of a device's kernel, and its scalar twin. Each operation of
 * doubles is rounded once, to nearest; a NaN that one makes has the bits of {@link Double#NaN}.
 *
 * <p>An undefined result that is asked for ends the row: it is left over as a whole, to whoever counts such results.
 */
public final class ComputedRow {
    /** What becomes of a row. */
    public enum Fate {
        /** There are values, and flags. */
        TAKEN,
        /** It is no row of any group. */
        DROPPED,
        UNDEFINED
    }

    /** From it on every double is whole. */
    private static final double WHOLE = 0x1p52;

    private static final double LONGS = 0x1p63;

    /** Longs up to it are doubles. */
    private static final long EXACT = 1L << 53;

    private static final double NANOS_PER_SECOND = 1e9;

    private final RowProgram program;
    private final long[] registers;
    /** Bit by register: whether it is not NULL. */
    private long known;

    private long result;

    public ComputedRow(RowProgram program) {
        this.program = program;
        this.registers = new long[program.instructions().size()];
    }

    /**
     * Computes a row.
     *
     * @param columns of the chunk, those of inputs not null
     * @param present by row a bit for each input; null where all are there
     */
    public Fate compute(@Nullable LongBuffer[] columns, @Nullable LongBuffer present, int row) {
        known = 0;
        for (int number = 0; number < registers.length; number++) {
            Instruction instruction = program.instructions().get(number);
            boolean isKnown;
            switch (instruction.operation()) {
                case INPUT -> {
                    isKnown = present == null || (present.get(row) >>> instruction.right() & 1) != 0;
                    LongBuffer column = columns[instruction.left()];
                    result = isKnown && column != null ? column.get(row) : 0;
                }
                case CONSTANT -> {
                    isKnown = true;
                    result = instruction.constant();
                }
                case NULL -> isKnown = false;
                case IS_NULL -> {
                    isKnown = true;
                    result = isKnown(instruction.left()) ? 0 : 1;
                }
                case IS_TRUE -> {
                    isKnown = true;
                    result = registers[instruction.left()];
                }
                case CHOOSE -> {
                    int chosen = isAsked(instruction) ? instruction.left() : instruction.right();
                    isKnown = isKnown(chosen);
                    result = registers[chosen];
                }
                case AND, OR -> {
                    long decisive = instruction.operation() == RowProgram.Operation.OR ? 1 : 0;
                    boolean decided = isKnown(instruction.left()) && registers[instruction.left()] == decisive
                            || isKnown(instruction.right()) && registers[instruction.right()] == decisive;
                    isKnown = decided || isKnown(instruction.left()) && isKnown(instruction.right());
                    result = decided ? decisive : 1 - decisive;
                }
                case KEEP -> {
                    if (registers[instruction.left()] == 0) {
                        return Fate.DROPPED;
                    }
                    isKnown = false;
                }
                case WITHIN -> {
                    long time = registers[instruction.left()];
                    if (!isKnown(instruction.left())
                            || time < Long.MIN_VALUE + instruction.constant()
                            || time > Long.MAX_VALUE - instruction.constant()) {
                        return Fate.UNDEFINED;
                    }
                    isKnown = false;
                }
                default -> {
                    isKnown = isKnown(instruction.left()) && isKnown(instruction.right());
                    if (isKnown && !calculate(instruction)) {
                        if (isAsked(instruction)) {
                            return Fate.UNDEFINED;
                        }
                        isKnown = false;
                    }
                }
            }
            registers[number] = isKnown ? result : 0;
            known |= (isKnown ? 1L : 0) << number;
        }
        return Fate.TAKEN;
    }

    private boolean isKnown(int register) {
        return (known >>> register & 1) != 0;
    }

    private boolean isAsked(Instruction instruction) {
        return instruction.condition() == RowProgram.NONE || registers[instruction.condition()] != 0;
    }

    /** Makes {@link #result} of operands that are not NULL; false where it is undefined. */
    private boolean calculate(Instruction instruction) {
        long x = registers[instruction.left()];
        long y = registers[instruction.right()];
        double left = Double.longBitsToDouble(x);
        double right = Double.longBitsToDouble(y);
        switch (instruction.operation()) {
            case ADD_DOUBLES -> result = Double.doubleToLongBits(left + right);
            case SUBTRACT_DOUBLES -> result = Double.doubleToLongBits(left - right);
            case MULTIPLY_DOUBLES -> result = Double.doubleToLongBits(left * right);
            case DIVIDE_DOUBLES -> {
                result = Double.doubleToLongBits(left / right);
                return right != 0;
            }
            case REMAINDER_DOUBLES -> {
                result = Double.doubleToLongBits(left % right);
                return right != 0;
            }
            case NEGATE_DOUBLE -> result = Double.doubleToLongBits(-left);
            case ABS_DOUBLE -> result = Double.doubleToLongBits(Math.abs(left));
            case SIGN_DOUBLE -> result = Double.doubleToLongBits(Math.signum(left));
            case FLOOR -> result = Double.doubleToLongBits(Math.floor(left));
            case CEIL -> result = Double.doubleToLongBits(Math.ceil(left));
            case ROUND -> result = Double.doubleToLongBits(Math.copySign(rounded(Math.abs(left)), left));
            case ROUND_TO_DIGITS -> {
                return roundToDigits(left, Double.longBitsToDouble(instruction.constant()));
            }
            case ROUND_TO_TENS -> {
                return roundToTens(left, instruction.constant());
            }
            case SQUARE_ROOT -> {
                result = Double.doubleToLongBits(Math.sqrt(left));
                return !(left < 0);
            }
            case EXP -> result = Double.doubleToLongBits(StrictMath.exp(left));
            case LN -> {
                return logarithm(left, StrictMath.log(left));
            }
            case LOG10 -> {
                return logarithm(left, StrictMath.log10(left));
            }
            case LOG2 -> {
                return logarithm(left, ElementaryMath.log2(left));
            }
            case POWER -> {
                double power = ElementaryMath.power(left, right);
                result = Double.doubleToLongBits(power);
                return ElementaryMath.isDefined(left, right, power);
            }
            case SIN -> {
                return ofAngle(left, StrictMath.sin(left));
            }
            case COS -> {
                return ofAngle(left, StrictMath.cos(left));
            }
            case TAN -> {
                return ofAngle(left, StrictMath.tan(left));
            }
            case ASIN -> {
                result = Double.doubleToLongBits(StrictMath.asin(left));
                return !(Math.abs(left) > 1);
            }
            case ACOS -> {
                result = Double.doubleToLongBits(StrictMath.acos(left));
                return !(Math.abs(left) > 1);
            }
            case ATAN -> result = Double.doubleToLongBits(StrictMath.atan(left));
            case ATAN2 -> result = Double.doubleToLongBits(StrictMath.atan2(left, right));
            case ADD_LONGS -> {
                result = x + y;
                return ((x ^ result) & (y ^ result)) >= 0;
            }
            case SUBTRACT_LONGS -> {
                result = x - y;
                return ((x ^ y) & (x ^ result)) >= 0;
            }
            case MULTIPLY_LONGS -> {
                result = x * y;
                return Math.multiplyHigh(x, y) == result >> 63;
            }
            case DIVIDE_LONGS -> {
                boolean defined = y != 0 && (x != Long.MIN_VALUE || y != -1);
                result = defined ? x / y : 0;
                return defined;
            }
            case REMAINDER_LONGS -> {
                result = y == 0 ? 0 : x % y;
                return y != 0;
            }
            case DIVIDE_TO_NEAREST -> {
                return divideToNearest(x, y);
            }
            case FLOOR_DIVIDE -> result = Math.floorDiv(x, instruction.constant());
            case FLOOR_REMAINDER -> result = Math.floorMod(x, instruction.constant());
            case NEGATE_LONG -> {
                result = -x;
                return x != Long.MIN_VALUE;
            }
            case ABS_LONG -> {
                result = Math.abs(x);
                return x != Long.MIN_VALUE;
            }
            case SIGN_LONG -> result = Long.signum(x);
            case MONTH_OF_DAY -> {
                int date = CivilDate.ofDays((int) x);
                result = CivilDate.year(date) * 12L + CivilDate.month(date) - 1;
            }
            case FIRST_DAY_OF_MONTH ->
                result = CivilDate.toDays((int) Math.floorDiv(x, 12L), (int) Math.floorMod(x, 12L) + 1, 1);
            case NARROW -> {
                result = x;
                int above = (int) (Long.SIZE - instruction.constant());
                return x << above >> above == x;
            }
            case LIMIT -> {
                result = x;
                return x > -instruction.constant() && x < instruction.constant();
            }
            case TO_SECONDS -> result = Double.doubleToLongBits(seconds(x));
            case TO_DECIMAL -> {
                return toDecimal(left, Double.longBitsToDouble(instruction.constant()));
            }
            case TO_SINGLE -> {
                result = Double.doubleToLongBits((float) left);
                return !Float.isInfinite((float) left) || Double.isInfinite(left);
            }
            case LONG_TO_SINGLE -> result = Double.doubleToLongBits((float) x);
            case ORDERED_DOUBLE -> {
                long bits = Double.doubleToLongBits(left + 0.0);
                result = bits ^ bits >> 63 & Long.MAX_VALUE;
            }
            case TO_DOUBLE -> result = Double.doubleToLongBits((double) x);
            case TO_LONG -> {
                double nearest = Math.rint(left);
                result = (long) nearest;
                return nearest >= -LONGS && nearest < LONGS;
            }
            case COMPARE_LONG_TO_DOUBLE -> result = compare(x, right);
            case EQUAL_DOUBLES -> truth(left == right || Double.isNaN(left) && Double.isNaN(right));
            case LESS_DOUBLES -> truth(left < right || !Double.isNaN(left) && Double.isNaN(right));
            case LESS_OR_EQUAL_DOUBLES -> truth(left <= right || Double.isNaN(right));
            case EQUAL_LONGS -> truth(x == y);
            case LESS_LONGS -> truth(x < y);
            case LESS_OR_EQUAL_LONGS -> truth(x <= y);
            case NOT -> truth(x == 0);
            default -> throw new IllegalStateException(instruction.toString());
        }
        return true;
    }

    /** Of a number that is not negative; NaN stays. */
    private static double rounded(double magnitude) {
        double floor = Math.floor(magnitude);
        return !(magnitude < WHOLE) ? magnitude : magnitude - floor >= 0.5 ? floor + 1 : floor;
    }

    private boolean roundToDigits(double value, double power) {
        double magnitude = Math.abs(value);
        if (!(magnitude < WHOLE)) {
            result = Double.doubleToLongBits(value);
            return true;
        }
        double scaled = magnitude * power;
        double nearest = scaled < WHOLE ? nearest(scaled, Math.fma(magnitude, power, -scaled)) : scaled;
        result = Double.doubleToLongBits(Math.copySign(nearest / power, value));
        return scaled < WHOLE;
    }

    /**
     * The whole number nearest to an exact product, ties upwards.
     *
     * @param product as a double, below {@link #WHOLE}
     * @param rest of the exact one, which is less than what the product differs from a tie, unless it is one
     */
    private static double nearest(double product, double rest) {
        double floor = Math.floor(product);
        double beside = product - floor - 0.5;
        return beside > 0 || beside == 0 && rest >= 0 ? floor + 1 : floor;
    }

    private boolean toDecimal(double value, double power) {
        double magnitude = Math.abs(value);
        double scaled = magnitude * power;
        if (!(scaled < LONGS)) {
            return false;
        }
        double rest = Math.fma(magnitude, power, -scaled);
        long nearest;
        if (scaled < WHOLE) {
            nearest = (long) nearest(scaled, rest);
        } else {
            double floor = Math.floor(rest);
            nearest = (long) scaled + (long) (rest - floor >= 0.5 ? floor + 1 : floor);
        }
        result = value < 0 ? -nearest : nearest;
        return true;
    }

    private boolean divideToNearest(long x, long y) {
        if (y == 0 || x == Long.MIN_VALUE && y == -1) {
            return false;
        }
        // The least long has no positive one.
        long dividend = Math.abs(x);
        long divisor = Math.abs(y);
        long rest = Long.remainderUnsigned(dividend, divisor);
        long nearest =
                Long.divideUnsigned(dividend, divisor) + (Long.compareUnsigned(rest, divisor - rest) >= 0 ? 1 : 0);
        result = (x < 0) == (y < 0) ? nearest : -nearest;
        return true;
    }

    /** Whole seconds and the rest are added, with what both roundings left out, by one more that counts. */
    private static double seconds(long nanos) {
        if (nanos > -EXACT && nanos < EXACT) {
            return nanos / NANOS_PER_SECOND;
        }
        double whole = Math.floorDiv(nanos, (long) NANOS_PER_SECOND);
        double rest = Math.floorMod(nanos, (long) NANOS_PER_SECOND);
        double fraction = rest / NANOS_PER_SECOND;
        double behind = Math.fma(-fraction, NANOS_PER_SECOND, rest) / NANOS_PER_SECOND;
        double sum = whole + fraction;
        return sum + (fraction - (sum - whole) + behind);
    }

    /** Decided by the whole part: half a power is whole, too. */
    private boolean roundToTens(double value, long power) {
        double magnitude = Math.abs(value);
        if (!(magnitude < LONGS)) {
            result = Double.doubleToLongBits(value);
            return !Double.isFinite(value);
        }
        long whole = (long) magnitude;
        long rest = whole % power;
        // It may be 2⁶³ and more.
        double nearest = BigDecimal.valueOf(whole - rest)
                .add(BigDecimal.valueOf(rest < power / 2 ? 0 : power))
                .doubleValue();
        result = Double.doubleToLongBits(Math.copySign(nearest, value));
        return true;
    }

    private boolean logarithm(double value, double logarithm) {
        result = Double.doubleToLongBits(logarithm);
        return !(value <= 0);
    }

    private boolean ofAngle(double angle, double value) {
        result = Double.doubleToLongBits(value);
        return !Double.isInfinite(angle);
    }

    private static int compare(long left, double right) {
        if (!(right < LONGS)) {
            return -1;
        }
        if (right < -LONGS) {
            return 1;
        }
        long whole = (long) right;
        double rest = right - whole;
        return left != whole ? Long.compare(left, whole) : rest > 0 ? -1 : rest < 0 ? 1 : 0;
    }

    private void truth(boolean value) {
        result = value ? 1 : 0;
    }

    /** A column's value of the row that was taken; 0 where it is NULL. */
    public long value(int column) {
        return registers[program.values().get(column)];
    }

    /**
     * A word of the key of the row that was taken.
     *
     * @param given what the row brings; 0 where the word's column is absent
     */
    public long keyWord(int word, long given) {
        RowProgram.ComputedKeys keys = program.keys();
        long found = given;
        for (RowProgram.KeyWord key : keys.words()) {
            if (word == key.word()) {
                return registers[key.register()];
            }
            found |= word == keys.nulls() && !isKnown(key.register()) ? 1L << key.nullBit() : 0;
        }
        return found;
    }

    /** Whether a register of the row is NULL. */
    public boolean isNull(int register) {
        return !isKnown(register);
    }

    /** Which picks take in the row that was taken: bit p is of pick p. */
    public long flags() {
        long flags = 0;
        for (int pick = 0; pick < program.picks().size(); pick++) {
            RowProgram.PickedRows rows = program.picks().get(pick);
            boolean taken = (known & rows.values()) == rows.values()
                    && (rows.filter() == RowProgram.NONE || registers[rows.filter()] != 0);
            flags |= (taken ? 1L : 0) << pick;
        }
        return flags;
    }
}
