package io.barograph.gpu;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.device.DeviceGroups.LeftRows;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryUtil;

/** Rows on their way to a GPU: a chunk of columns in pinned memory and its copy there, with the list of what the kernels leave over. */
final class RowChunk {
    private final RowsShape shape;
    private final @Nullable ComputedColumns computed;
    private final PinnedBuffer[] columns;
    private final PinnedBuffer header;
    private final PinnedBuffer leftCount;
    private final PinnedBuffer groups;
    private final DeviceArray[] columnsThere;
    private final DeviceArray headerThere;
    private final DeviceArray found;
    private final @Nullable Listed boundaries;
    private final DeviceArray left;
    private final int leftRoom;
    private final DeviceArray leftCountThere;
    private final CudaEvent copied;
    private final CudaEvent added;
    private final BitSet absent = new BitSet();
    private boolean isSent;

    /**
     * Room for a chunk.
     *
     * @param rowKernels those that compute columns, where the shape has a program
     * @param holdings takes all that this one holds
     */
    RowChunk(RowsShape shape, @Nullable RowKernels rowKernels, int capacity, Holdings holdings) {
        this.shape = shape;
        computed = shape.program() == null || rowKernels == null
                ? null
                : new ComputedColumns(shape, shape.program(), rowKernels, capacity, holdings);
        columns = new PinnedBuffer[shape.columns()];
        columnsThere = new DeviceArray[shape.columns()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = holdings.keep(new PinnedBuffer(Long.BYTES * capacity));
            columnsThere[column] = holdings.allocate((long) Long.BYTES * capacity);
        }
        int headerBytes =
                Long.BYTES * (GroupKernels.headerLongs(shape) + (computed == null ? 0 : computed.headerLongs()));
        header = holdings.keep(new PinnedBuffer(headerBytes));
        headerThere = holdings.allocate(headerBytes);
        leftCount = holdings.keep(new PinnedBuffer(Integer.BYTES));
        leftCountThere = holdings.allocate(Integer.BYTES);
        groups = holdings.keep(new PinnedBuffer(Integer.BYTES));
        found = holdings.allocate((long) Integer.BYTES * capacity);
        boundaries = shape.hasBoundaries() ? new Listed(holdings) : null;
        // A row is left over once as a whole, or once by each pick that leaves rows over.
        long leaving = shape.picks().stream()
                .filter(pick -> pick.totals().hasWindows())
                .count();
        leftRoom = capacity * (int) Math.max(1, leaving);
        left = holdings.allocate((long) Long.BYTES * leftRoom);
        copied = holdings.keep(new CudaEvent());
        added = holdings.keep(new CudaEvent());
    }

    /** Where panes begin: in pinned memory, and their copy. */
    private static final class Listed {
        private static final int BYTES = Long.BYTES * RowsShape.MOST_BOUNDARIES;
        private final PinnedBuffer here;
        private final DeviceArray there;
        private int count;

        Listed(Holdings holdings) {
            here = holdings.keep(new PinnedBuffer(BYTES));
            there = holdings.allocate(BYTES);
        }

        GroupKernels.Boundaries copy(CudaStream copying) {
            if (count > 0) {
                there.copyFrom(here, (long) Long.BYTES * count, copying);
            }
            return new GroupKernels.Boundaries(there.address(), count);
        }
    }

    /** To be filled. */
    ByteBuffer column(int column) {
        return columns[column].bytes();
    }

    /** As {@link io.barograph.core.device.DeviceGroups#setBoundaries}. */
    void setBoundaries(long[] sorted, int count) {
        Listed target = Objects.requireNonNull(boundaries);
        target.here.bytes().asLongBuffer().put(0, sorted, 0, count);
        target.count = count;
    }

    /** Has one stream copy the first rows, and another add them once they are there. */
    void send(int rows, BitSet without, GroupTable table, GroupKernels kernels, CudaStream copying, CudaStream adding) {
        absent.clear();
        absent.or(without);
        long[] addresses = new long[columns.length];
        for (int column = 0; column < columns.length; column++) {
            if (!absent.get(column)) {
                columnsThere[column].copyFrom(columns[column], (long) Long.BYTES * rows, copying);
                addresses[column] = columnsThere[column].address();
            }
        }
        LongBuffer target = header.bytes().asLongBuffer();
        table.describe(
                computed == null ? addresses : computed.keyWords(addresses),
                value -> computed == null
                        ? addresses[shape.valueColumn(value)]
                        : computed.value(value).address(),
                target);
        if (computed != null) {
            computed.describe(addresses, target);
        }
        GroupKernels.Boundaries panes = boundaries == null ? GroupKernels.Boundaries.NONE : boundaries.copy(copying);
        headerThere.copyFrom(header, (long) Long.BYTES * target.position(), copying);
        copied.record(copying);
        adding.waitFor(copied);
        leftCountThere.fill(adding, 0, 1);
        long flags = addresses[shape.flagsColumn()];
        if (computed != null) {
            long behind = headerThere.address() + (long) Long.BYTES * GroupKernels.headerLongs(shape);
            computed.compute(adding, behind, addresses, rows, found.address());
            flags = computed.flags().address();
        }
        kernels.add(
                adding,
                shape,
                new GroupKernels.Rows(headerThere.address(), flags, rows, found.address(), panes),
                table.slots(),
                new GroupKernels.Left(left.address(), leftRoom, leftCountThere.address()));
        leftCountThere.copyTo(leftCount, Integer.BYTES, adding);
        table.slots().readGroups(groups, adding);
        added.record(adding);
        isSent = true;
    }

    /**
     * Waits until what was sent is added, and gives away what was left over.
     *
     * @return how many groups there were then, or wanted to be; -1 where nothing was sent
     */
    int await(LeftRows taker) {
        if (!isSent) {
            return -1;
        }
        added.await("adding rows");
        isSent = false;
        int count = leftCount.bytes().getInt(0);
        if (count > 0) {
            LongBuffer rows = MemoryUtil.memAllocLong(count);
            try {
                left.copyTo(rows);
                @Nullable LongBuffer[] chunk = new LongBuffer[columns.length];
                for (int column = 0; column < columns.length; column++) {
                    chunk[column] =
                            absent.get(column) ? null : columns[column].bytes().asLongBuffer();
                }
                taker.take(chunk, rows, count);
            } finally {
                MemoryUtil.memFree(rows);
            }
        }
        return groups.bytes().getInt(0);
    }
}
