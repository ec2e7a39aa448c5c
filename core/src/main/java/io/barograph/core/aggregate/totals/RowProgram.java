package io.barograph.core.aggregate.totals;

import java.util.List;

/**
 * How a device filters rows and computes what is added up of them: instructions that are taken for one row after another, each of which
 * writes a register of 64 bits, or NULL, under its own number. {@link ComputedRow} says what they do.
 *
 * @param inputs columns that rows bring, beside the words of their keys
 * @param instructions at most {@link #MOST_INSTRUCTIONS}; operands are registers of earlier ones
 * @param values registers, by column of values
 * @param picks which rows each pick takes in, of those that no {@link Operation#KEEP} drops
 */
public record RowProgram(int inputs, List<Instruction> instructions, List<Integer> values, List<PickedRows> picks) {
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

    /** What an instruction does; kernels know it by its ordinal. Results are NULL where an operand is, but where it is said. */
    public enum Operation {
        /** The word of a row in column {@code left} of the chunk; NULL where bit {@code right} of the row's flags is 0. */
        INPUT,
        CONSTANT,
        NULL,
        ADD_DOUBLES,
        SUBTRACT_DOUBLES,
        MULTIPLY_DOUBLES,
        /** Undefined where the divisor is 0. */
        DIVIDE_DOUBLES,
        NEGATE_DOUBLE,
        /** As the next ones, undefined where the result does not fit. */
        ADD_LONGS,
        SUBTRACT_LONGS,
        MULTIPLY_LONGS,
        /** Undefined where the divisor is 0, too. */
        DIVIDE_LONGS,
        NEGATE_LONG,
        /** The nearest double, ties to even. */
        TO_DOUBLE,
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
        /** 1 or 0, never NULL. */
        IS_NULL,
        /** Drops the row where {@code left} is 0 or NULL: nothing behind it is done. */
        KEEP,
        /** Undefined where {@code left} is NULL, or closer than the constant to the ends of what a long holds. */
        WITHIN
    }

    /**
     * One instruction.
     *
     * @param left register of the first operand, where there is one
     * @param right of the second
     * @param constant 64 bits, where the operation has a constant
     */
    public record Instruction(Operation operation, int left, int right, long constant) {
        public Instruction {
            if ((left | right) >>> Byte.SIZE != 0) {
                throw new IllegalArgumentException("operands " + left + " and " + right);
            }
        }
    }

    /**
     * The rows that a pick takes in: those where no value is NULL and the filter is 1.
     *
     * @param values bits by register: which must not be NULL
     * @param filter register, or {@link #NONE}
     */
    public record PickedRows(long values, int filter) {}
}
