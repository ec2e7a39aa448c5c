package io.barograph.gpu;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.window.Panes;
import io.barograph.gpu.Kernels.Kernel;

/** The kernels of {@code group_totals.cu}. */
final class GroupKernels implements AutoCloseable {
    private static final int THREADS = 256;
    /** Rows that a block of {@code add_rows} sorts by group. */
    private static final int TILE = 4096;

    private final Kernels file = new Kernels("group_totals");
    private final Kernel findGroups;
    private final Kernel chooseWindows;
    private final Kernel clearEnds;
    private final Kernel addRows;
    private final Kernel keepEnds;

    GroupKernels() {
        try {
            findGroups = file.find("find_groups");
            chooseWindows = file.find("choose_windows");
            clearEnds = file.find("clear_ends");
            addRows = file.find("add_rows");
            keepEnds = file.find("keep_ends");
        } catch (Throwable failure) {
            file.close();
            throw failure;
        }
    }

    /** Has a stream set the ends, of so many words each, of groups without values. */
    void clearEnds(CudaStream stream, long ends, int words, int groups) {
        clearEnds.start(stream, blocks(groups, THREADS), THREADS, ends, words, groups);
    }

    /**
     * Rows that are on the GPU.
     *
     * @param header address of the words' addresses, then of picks: see {@link #headerLongs}
     * @param flags address, or 0 where every pick takes in every row
     * @param count how many rows
     * @param found address of room for an int a row; where the shape has a program, what becomes of each
     * @param boundaries of panes, where the shape has some
     */
    record Rows(long header, long flags, int count, long found, Boundaries boundaries) {}

    /**
     * Where panes begin.
     *
     * @param address of longs
     * @param count how many
     */
    record Boundaries(long address, int count) {
        static final Boundaries NONE = new Boundaries(0, 0);
    }

    /**
     * What is left over.
     *
     * @param rows address of room for them
     * @param room how many there is room for
     * @param count address of their number
     */
    record Left(long rows, int room, long count) {}

    /** Has a stream bring rows into groups and add them up, as {@code KeyedTotals.add}. */
    void add(CudaStream stream, RowsShape shape, Rows rows, GroupSlots slots, Left left) {
        RowsShape.PanedTime time = shape.time();
        Panes.Elapsed panes = time == null ? null : time.elapsed();
        long picks = rows.header + (long) Long.BYTES * shape.keyWords();
        int pickCount = shape.picks().size();
        findGroups.start(
                stream,
                blocks(rows.count, THREADS),
                THREADS,
                rows.header,
                shape.keyWords(),
                time == null ? -1 : time.word(),
                panes == null ? 0 : panes.length(),
                panes == null ? 0 : panes.phase(),
                panes == null ? 0 : panes.split(),
                rows.boundaries.address,
                rows.boundaries.count,
                rows.count,
                shape.program() == null ? 0 : 1,
                slots.entries(),
                slots.count(),
                slots.numbers(),
                slots.keys(),
                slots.groups(),
                slots.groupCapacity(),
                rows.found);
        chooseWindows.start(
                stream,
                blocks(rows.count, THREADS),
                THREADS,
                picks,
                pickCount,
                rows.flags,
                rows.count,
                slots.entries(),
                slots.numbers(),
                rows.found,
                left.rows,
                left.room,
                left.count);
        if (pickCount == 0) {
            return;
        }
        addRows.start(
                stream,
                blocks(rows.count, TILE),
                THREADS,
                picks,
                pickCount,
                rows.flags,
                rows.count,
                rows.found,
                left.rows,
                left.room,
                left.count);
        if (shape.picks().stream().anyMatch(pick -> pick.totals().hasWideEnds())) {
            keepEnds.start(stream, blocks(rows.count, THREADS), THREADS, picks, pickCount, rows.count, rows.found);
        }
    }

    /** Longs of a header: an address for each word of a key, then for each pick {@link PickArrays#PICK_LONGS}, as the source's {@code Pick} has them. */
    static int headerLongs(RowsShape shape) {
        return shape.keyWords() + PickArrays.PICK_LONGS * shape.picks().size();
    }

    private static int blocks(int rows, int ofBlock) {
        return (int) (((long) rows + ofBlock - 1) / ofBlock);
    }

    @Override
    public void close() {
        file.close();
    }
}
