package io.barograph.gpu;

import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowsShape;
import java.nio.LongBuffer;

/** What a GPU computes of a chunk's rows: columns of values, and flags. */
final class ComputedColumns {
    private static final int INSTRUCTION_LONGS = 2;
    private static final int VALUE_LONGS = 2;
    private static final int PICKED_LONGS = 2;

    private final RowsShape shape;
    private final RowProgram program;
    private final RowKernels kernels;
    private final DeviceArray[] values;
    private final DeviceArray flags;

    /**
     * Room for a chunk.
     *
     * @param shape that has this program
     * @param holdings takes all that this one holds
     */
    ComputedColumns(RowsShape shape, RowProgram program, RowKernels kernels, int capacity, Holdings holdings) {
        this.shape = shape;
        this.program = program;
        this.kernels = kernels;
        values = new DeviceArray[shape.values()];
        for (int value = 0; value < values.length; value++) {
            values[value] = holdings.allocate((long) Long.BYTES * capacity);
        }
        flags = holdings.allocate((long) Long.BYTES * capacity);
    }

    /** A column of values, by row. */
    DeviceArray value(int value) {
        return values[value];
    }

    /** By row; of one that is not taken, rubbish, as are its values. */
    DeviceArray flags() {
        return flags;
    }

    /** How many longs {@link #describe} writes. */
    int headerLongs() {
        return shape.flagsColumn()
                + INSTRUCTION_LONGS * program.instructions().size()
                + VALUE_LONGS * program.values().size()
                + PICKED_LONGS * program.picks().size();
    }

    /**
     * Writes for the kernel: where columns are, the instructions, where values go, and which rows picks take in.
     *
     * @param columns addresses by column of the chunk; 0 where all words are 0
     */
    void describe(long[] columns, LongBuffer target) {
        target.put(columns, 0, shape.flagsColumn());
        for (RowProgram.Instruction instruction : program.instructions()) {
            target.put(instruction.operation().ordinal()
                            | (long) instruction.left() << Byte.SIZE
                            | (long) instruction.right() << 2 * Byte.SIZE
                            | (long) instruction.condition() << 3 * Byte.SIZE)
                    .put(instruction.constant());
        }
        for (int value = 0; value < values.length; value++) {
            target.put(program.values().get(value)).put(values[value].address());
        }
        for (RowProgram.PickedRows rows : program.picks()) {
            target.put(rows.values()).put(rows.filter());
        }
    }

    /**
     * Has a stream compute rows.
     *
     * @param header address of what {@link #describe} wrote
     * @param present address of the inputs' flags; 0 where all bits are set
     * @param found address of room for an int a row: what becomes of it
     */
    void compute(CudaStream stream, long header, long present, int rows, long found) {
        int instructions = program.instructions().size();
        long first = header + (long) Long.BYTES * shape.flagsColumn();
        long targets = first + (long) Long.BYTES * INSTRUCTION_LONGS * instructions;
        long picks = targets + (long) Long.BYTES * VALUE_LONGS * values.length;
        kernels.compute(
                stream,
                rows,
                first,
                instructions,
                header,
                present,
                rows,
                targets,
                values.length,
                picks,
                program.picks().size(),
                flags.address(),
                found);
    }
}
