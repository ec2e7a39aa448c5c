package io.barograph.gpu;

import io.barograph.core.aggregate.totals.ComputedRow;
import io.barograph.core.aggregate.totals.ComputedRow.Fate;
import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowsShape;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * What became of a chunk's rows.
 *
 * @param fates by row
 * @param flags by row; 0 where it was not taken
 * @param values by column and row; 0 where the row was not taken
 */
record ComputedChunk(Fate[] fates, long[] flags, long[][] values) {
    /** @param chunk its columns, the last of which has flags */
    static ComputedChunk byTwin(RowProgram program, LongBuffer[] chunk, int rows) {
        ComputedChunk computed = new ComputedChunk(
                new Fate[rows], new long[rows], new long[program.values().size()][rows]);
        ComputedRow row = new ComputedRow(program);
        for (int i = 0; i < rows; i++) {
            computed.fates[i] = row.compute(chunk, chunk[chunk.length - 1], i);
            if (computed.fates[i] == Fate.TAKEN) {
                computed.flags[i] = row.flags();
                for (int value = 0; value < computed.values.length; value++) {
                    computed.values[value][i] = row.value(value);
                }
            }
        }
        return computed;
    }

    /** The same by the kernel. */
    static ComputedChunk onDevice(RowsShape shape, LongBuffer[] chunk, int rows) {
        RowProgram program = Objects.requireNonNull(shape.program());
        ComputedChunk result = new ComputedChunk(
                new Fate[rows], new long[rows], new long[program.values().size()][rows]);
        int[] found = new int[rows];
        try (CudaDevice device = CudaDevice.open();
                Holdings holdings = new Holdings()) {
            device.enter();
            try (RowKernels kernels = new RowKernels()) {
                CudaStream stream = holdings.keep(new CudaStream());
                ComputedColumns computed = new ComputedColumns(shape, program, kernels, rows, holdings);
                long[] addresses = new long[chunk.length];
                for (int column = 0; column < chunk.length; column++) {
                    addresses[column] = copy(chunk[column], holdings, stream).address();
                }
                LongBuffer header = LongBuffer.allocate(computed.headerLongs());
                computed.describe(addresses, header);
                DeviceArray headerThere = copy(header.rewind(), holdings, stream);
                DeviceArray foundThere = holdings.allocate((long) Integer.BYTES * rows);
                computed.compute(stream, headerThere.address(), addresses, rows, foundThere.address());
                stream.await("computing");
                foundThere.copyTo(found);
                for (int value = 0; value < result.values.length; value++) {
                    computed.value(value).copyTo(result.values[value]);
                }
                computed.flags().copyTo(result.flags);
            }
        }
        for (int i = 0; i < rows; i++) {
            result.fates[i] = found[i] == 0 ? Fate.TAKEN : found[i] == -1 ? Fate.UNDEFINED : Fate.DROPPED;
            if (found[i] != 0) {
                result.flags[i] = 0;
                for (long[] column : result.values) {
                    column[i] = 0;
                }
            }
        }
        return result;
    }

    private static DeviceArray copy(LongBuffer from, Holdings holdings, CudaStream stream) {
        PinnedBuffer buffer = holdings.keep(new PinnedBuffer(Long.BYTES * from.remaining()));
        buffer.bytes().asLongBuffer().put(from.duplicate());
        DeviceArray there = holdings.allocate((long) Long.BYTES * from.remaining());
        there.copyFrom(buffer, (long) Long.BYTES * from.remaining(), stream);
        return there;
    }

    /** In words, the first row that became something else there; empty where none did. */
    String difference(ComputedChunk other) {
        for (int row = 0; row < fates.length; row++) {
            String here = words(row);
            String there = other.words(row);
            if (!here.equals(there)) {
                return "row " + row + ": " + here + ", there " + there;
            }
        }
        return "";
    }

    private String words(int row) {
        return fates[row] + " " + Long.toBinaryString(flags[row]) + " "
                + Arrays.stream(values)
                        .map(column -> Long.toHexString(column[row]))
                        .toList();
    }
}
