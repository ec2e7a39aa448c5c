package io.barograph.core.aggregate.totals;

import java.util.List;

/**
 * How a device filters rows and computes what is added up of them, and words of their keys: instructions that are taken for one row after another, each of which
 * writes a register of 64 bits, or NULL, under its own number. {@link ComputedRow} says what they do.
 *
 * @param inputs columns that rows bring, beside the words of their keys
 * @param instructions at most {@link #MOST_INSTRUCTIONS}; operands are registers of earlier ones
 * @param values registers, by column of values
 * @param picks which rows each pick takes in, of those that no {@link Operation#KEEP} drops
 * @param keys words of keys that are computed
 */
public record RowProgram(
        int inputs, List<Instruction> instructions, List<Integer> values, List<PickedRows> picks, ComputedKeys keys) {
    /** A register's number has six bits, so that whether each is NULL fits a word. */
    public static final int MOST_INSTRUCTIONS = Long.SIZE;

    /** Stands for no register. */
    public static final int NONE = 255;

    public RowProgram {
        if (instructions.size() > MOST_INSTRUCTIONS) {
            throw new IllegalArgumentException(instructions.size() + " instructions");
        }
        instructions = List.copyOf(instructions);
        values = List.copyOf(values);
        picks = List.copyOf(picks);
    }

    /** One of rows that bring their keys. */
    public RowProgram(int inputs, List<Instruction> instructions, List<Integer> values, List<PickedRows> picks) {
        this(inputs, instructions, values, picks, ComputedKeys.NONE);
    }

    /** What an instruction does; kernels know it by its ordinal. Results are NULL where an operand is, but where it is said. */
    public enum Operation {
        /** The word of a row in column {@code left} of the chunk; NULL where bit {@code right} of the row's flags is 0. */
        INPUT,
        CONSTANT,
        NULL,
        ADD_DOUBLES,
        SUBTRACT_DOUBLES,
        MULTIPLY_DOUBLES,
        /** Undefined where the divisor is 0, as the next one. */
        DIVIDE_DOUBLES,
        /** Of the truncated quotient, exact; it has the sign of the first operand. */
        REMAINDER_DOUBLES,
        NEGATE_DOUBLE,
        ABS_DOUBLE,
        /** -1 or 1; zeros and NaN stay. */
        SIGN_DOUBLE,
        FLOOR,
        CEIL,
        /** To the nearest whole number, ties away from zero. */
        ROUND,
        /**
         * To decimal digits, ties away from zero, the constant being the bits of ten to the power of so many. Undefined from 2⁵² units on,
         * where doubles do not tell.
         */
        ROUND_TO_DIGITS,
        /** To the nearest multiple of a power of ten, the constant, ties away from zero. Undefined of finite numbers that no long holds. */
        ROUND_TO_TENS,
        /** Undefined below 0. */
        SQUARE_ROOT,
        EXP,
        /** Undefined of 0 and below, as the next ones. */
        LN,
        LOG10,
        LOG2,
        /** Undefined where 0 has a negative exponent, or a finite number below 0 one that is not whole. */
        POWER,
        /** Of an angle in radians; undefined of an infinite one, as the next ones. */
        SIN,
        COS,
        TAN,
        /** Undefined outside of -1 to 1, as the next one. */
        ASIN,
        ACOS,
        ATAN,
        /** The angle of a point, of which the second operand is in the direction of the angle 0. */
        ATAN2,
        /** As the next ones, undefined where the result does not fit. */
        ADD_LONGS,
        SUBTRACT_LONGS,
        MULTIPLY_LONGS,
        /** Undefined where the divisor is 0, too. */
        DIVIDE_LONGS,
        /** Undefined where the divisor is 0; it has the sign of the first operand. */
        REMAINDER_LONGS,
        /** The long nearest to the quotient, ties away from zero. Undefined as {@link #DIVIDE_LONGS}. */
        DIVIDE_TO_NEAREST,
        /** By the constant, which is above 0, rounded down. */
        FLOOR_DIVIDE,
        /** What the one before leaves: from 0, and below the constant. */
        FLOOR_REMAINDER,
        NEGATE_LONG,
        ABS_LONG,
        SIGN_LONG,
        /** Months of the proleptic Gregorian calendar from January of the year 0 to the one of a day that TIMESTAMP holds, in days since 1970. */
        MONTH_OF_DAY,
        /** The other way round: such a month's first day. */
        FIRST_DAY_OF_MONTH,
        /** The same, undefined where it does not fit as many bits as the constant says. */
        NARROW,
        /** The nearest binary32, ties to even, as a double; undefined where that is infinite of a finite number. */
        TO_SINGLE,
        /** The same of a long. */
        LONG_TO_SINGLE,
        /** A long whose order is that of the doubles, as keys have it: -0.0 is 0.0, and NaN the greatest. */
        ORDERED_DOUBLE,
        /** The same, undefined where it is not less than the constant, or its negative value not. */
        LIMIT,
        /** The nearest double, ties to even. */
        TO_DOUBLE,
        /** The double nearest to nanoseconds in seconds, ties to even. */
        TO_SECONDS,
        /**
         * The long nearest to a double times a power of ten, which the constant has the bits of, ties away from zero; undefined where none is
         * near.
         */
        TO_DECIMAL,
        /** The nearest long, ties to even; undefined where none is near. */
        TO_LONG,
        /** -1, 0 or 1: how a long compares with a double, exactly, NaN being above all. */
        COMPARE_LONG_TO_DOUBLE,
        /** As the next ones 1 or 0, NaN being equal to NaN and above all else. */
        EQUAL_DOUBLES,
        LESS_DOUBLES,
        LESS_OR_EQUAL_DOUBLES,
        EQUAL_LONGS,
        LESS_LONGS,
        LESS_OR_EQUAL_LONGS,
        NOT,
        /** 0 where one side is, else NULL where one is. */
        AND,
        /** 1 where one side is, else NULL where one is. */
        OR,
        /** As the next one 1 or 0, never NULL. */
        IS_NULL,
        IS_TRUE,
        /** {@code left} where the condition is 1, else {@code right}, NULL or not. */
        CHOOSE,
        /** Drops the row where {@code left} is 0 or NULL: nothing behind it is done. */
        KEEP,
        /** Undefined where {@code left} is NULL, or closer than the constant to the ends of what a long holds. */
        WITHIN;

        /** Whether a result may be undefined, so that it matters who asks for it. */
        public boolean mayBeUndefined() {
            return switch (this) {
                case DIVIDE_DOUBLES,
                        REMAINDER_DOUBLES,
                        ROUND_TO_DIGITS,
                        ROUND_TO_TENS,
                        SQUARE_ROOT,
                        LN,
                        LOG10,
                        LOG2,
                        POWER,
                        SIN,
                        COS,
                        TAN,
                        ASIN,
                        ACOS,
                        ADD_LONGS,
                        SUBTRACT_LONGS,
                        MULTIPLY_LONGS,
                        DIVIDE_LONGS,
                        REMAINDER_LONGS,
                        DIVIDE_TO_NEAREST,
                        NEGATE_LONG,
                        ABS_LONG,
                        NARROW,
                        LIMIT,
                        TO_DECIMAL,
                        TO_SINGLE,
                        TO_LONG,
                        WITHIN -> true;
                default -> false;
            };
        }
    }

    /**
     * One instruction.
     *
     * @param left register of the first operand, where there is one
     * @param right of the second
     * @param condition register that says by 1 that the result is asked for: elsewhere what would be undefined is NULL; of {@link
     *     Operation#CHOOSE} the one that decides; {@link #NONE} where all rows ask
     * @param constant 64 bits, where the operation has a constant
     */
    public record Instruction(Operation operation, int left, int right, int condition, long constant) {
        public Instruction {
            if ((left | right | condition) >>> Byte.SIZE != 0) {
                throw new IllegalArgumentException("operands " + left + ", " + right + " and " + condition);
            }
        }

        /** One whose result all rows ask for. */
        public Instruction(Operation operation, int left, int right, long constant) {
            this(operation, left, right, NONE, constant);
        }
    }

    /**
     * Words of keys that rows do not bring; their column of a chunk is absent.
     *
     * @param words those that are computed
     * @param nulls the word whose bits say which of a row's keys are NULL: what the computed ones have joins those that rows bring
     */
    public record ComputedKeys(List<KeyWord> words, int nulls) {
        static final ComputedKeys NONE = new ComputedKeys(List.of(), 0);

        public ComputedKeys {
            words = List.copyOf(words);
        }
    }

    /**
     * A word of a key.
     *
     * @param word its index
     * @param register whose bits it has; 0 where that is NULL
     * @param nullBit the bit that is set then
     */
    public record KeyWord(int word, int register, int nullBit) {}

    /**
     * The rows that a pick takes in: those where no value is NULL and the filter is 1.
     *
     * @param values bits by register: which must not be NULL
     * @param filter register, or {@link #NONE}
     */
    public record PickedRows(long values, int filter) {}
}
