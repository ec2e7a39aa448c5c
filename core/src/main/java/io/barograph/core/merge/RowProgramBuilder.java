package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowProgram.Instruction;
import io.barograph.core.aggregate.totals.RowProgram.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers instructions. What there is no instruction, or no room, for ends it: {@link NotOnDevice}. */
final class RowProgramBuilder {
    /** Why a device cannot compute an expression. */
    static final class NotOnDevice extends Exception {
        private static final long serialVersionUID = 1;

        /** @param reason behind "since" */
        NotOnDevice(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Which rows ask for a result: all, or those of a choice. What is undefined of the others is no matter. */
    static final class Asked {
        /** All rows. */
        static final Asked ALWAYS = new Asked(null, Operation.IS_TRUE, 0, false);

        private final @Nullable Asked within;
        private final Operation test;
        private final int tested;
        private final boolean negated;

        private Asked(@Nullable Asked within, Operation test, int tested, boolean negated) {
            this.within = within;
            this.test = test;
            this.tested = tested;
            this.negated = negated;
        }

        /** Of these rows, those where a register is 1. */
        Asked where(int condition) {
            return new Asked(this, Operation.IS_TRUE, condition, false);
        }

        /** Those where it is 0 or NULL. */
        Asked whereNot(int condition) {
            return new Asked(this, Operation.IS_TRUE, condition, true);
        }

        /** Those where it is NULL. */
        Asked whereNull(int value) {
            return new Asked(this, Operation.IS_NULL, value, false);
        }
    }

    private final List<Instruction> instructions = new ArrayList<>();
    /** Equal instructions are one: they compute the same. */
    private final Map<Instruction, Integer> known = new HashMap<>();

    List<Instruction> instructions() {
        return instructions;
    }

    /** The register of an instruction that all rows ask for, which is added where there is none like it. */
    int add(Operation operation, int left, int right, long constant) throws NotOnDevice {
        return add(new Instruction(operation, left, right, constant));
    }

    /** The same for one operand. */
    int add(Operation operation, int operand) throws NotOnDevice {
        return add(operation, operand, operand, 0);
    }

    /** The same for one that is asked for by some rows. */
    int add(Operation operation, int left, int right, long constant, Asked asked) throws NotOnDevice {
        Instruction always = new Instruction(operation, left, right, constant);
        if (!operation.mayBeUndefined() || known.containsKey(always)) {
            return add(always);
        }
        return add(new Instruction(operation, left, right, condition(asked), constant));
    }

    /** One whose undefined results are NULL. */
    int addSilent(Operation operation, int left, int right, long constant) throws NotOnDevice {
        return add(new Instruction(operation, left, right, constant(0), constant));
    }

    /** A register that has the one's value where a condition is 1, and the other's elsewhere. */
    int choose(int condition, int one, int other) throws NotOnDevice {
        return add(new Instruction(Operation.CHOOSE, one, other, condition, 0));
    }

    /** A register that is the same in all rows. */
    int constant(long bits) throws NotOnDevice {
        return add(Operation.CONSTANT, 0, 0, bits);
    }

    /** A register that says which rows ask. */
    private int condition(Asked asked) throws NotOnDevice {
        if (asked.within == null) {
            return RowProgram.NONE;
        }
        int outer = condition(asked.within);
        int tested = add(asked.test, asked.tested);
        int inner = asked.negated ? add(Operation.NOT, tested) : tested;
        return outer == RowProgram.NONE ? inner : add(Operation.AND, outer, inner, 0);
    }

    private int add(Instruction instruction) throws NotOnDevice {
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
}
