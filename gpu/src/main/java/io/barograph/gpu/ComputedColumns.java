package io.barograph.gpu;

import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowsShape;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

/** What a GPU computes of a chunk's rows: columns of values, flags, and words of keys. */
final class ComputedColumns {
    private static final int INSTRUCTION_LONGS = 2;
    private static final int VALUE_LONGS = 2;
    private static final int PICKED_LONGS = 2;
    private static final int KEY_LONGS = 3;

    private final RowsShape shape;
    private final RowProgram program;
    private final RowKernels kernels;
    private final DeviceArray[] values;
    private final DeviceArray flags;
    /** By computed word, then what says which keys are NULL; none where all keys come with the rows. */
    private final DeviceArray[] keys;

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
        int computedKeys = program.keys().words().size();
        keys = new DeviceArray[computedKeys == 0 ? 0 : computedKeys + 1];
        for (int key = 0; key < keys.length; key++) {
            keys[key] = holdings.allocate((long) Long.BYTES * capacity);
        }
    }

    /**
     * Where the words of keys are.
     *
     * @param columns addresses by column of the chunk; 0 where all words are 0
     */
    long[] keyWords(long[] columns) {
        long[] words = Arrays.copyOf(columns, shape.keyWords());
        List<RowProgram.KeyWord> computed = program.keys().words();
        for (int key = 0; key < computed.size(); key++) {
            words[computed.get(key).word()] = keys[key].address();
        }
        if (keys.length > 0) {
            words[program.keys().nulls()] = nulls();
        }
        return words;
    }

    private long nulls() {
        return keys.length == 0 ? 0 : keys[keys.length - 1].address();
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
                + PICKED_LONGS * program.picks().size()
                + KEY_LONGS * program.keys().words().size();
    }

    /**
     * Writes for the kernel: where columns are, the instructions, where values and keys go, and which rows picks take in.
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
        for (int key = 0; key < program.keys().words().size(); key++) {
            RowProgram.KeyWord word = program.keys().words().get(key);
            target.put(word.register()).put(word.nullBit()).put(keys[key].address());
        }
    }

    /**
     * Has a stream compute rows.
     *
     * @param header address of what {@link #describe} wrote
     * @param columns as {@link #describe} took them
     * @param found address of room for an int a row: what becomes of it
     */
    void compute(CudaStream stream, long header, long[] columns, int rows, long found) {
        int instructions = program.instructions().size();
        long first = header + (long) Long.BYTES * shape.flagsColumn();
        long targets = first + (long) Long.BYTES * INSTRUCTION_LONGS * instructions;
        long picks = targets + (long) Long.BYTES * VALUE_LONGS * values.length;
        long computedKeys =
                picks + (long) Long.BYTES * PICKED_LONGS * program.picks().size();
        kernels.compute(
                stream,
                rows,
                first,
                instructions,
                header,
                columns[shape.flagsColumn()],
                rows,
                targets,
                values.length,
                picks,
                program.picks().size(),
                flags.address(),
                found,
                computedKeys,
                program.keys().words().size(),
                keys.length == 0 ? 0 : columns[program.keys().nulls()],
                nulls());
    }
}
