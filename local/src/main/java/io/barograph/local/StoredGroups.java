package io.barograph.local;

import io.barograph.core.merge.MergeTable;
import io.barograph.local.spill.SpillSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Partial groups of one aggregation in a temporary file: runs in key order, which are merged piece by piece as they are read,
 * so that memory need not hold them. For the live engine; used by one thread.
 */
public final class StoredGroups implements AutoCloseable {
    private final MergeTable empty;
    private final SpillSpace space;
    private final long pieceBytes;
    private RunFile file;
    private RowBuffer firsts;
    private List<GroupRun> runs = new ArrayList<>();

    /**
     * @param empty a table of the aggregation, which has keys
     * @param pieceBytes of memory that a piece may take, about
     */
    public StoredGroups(MergeTable empty, SpillSpace space, long pieceBytes) {
        this.empty = empty;
        this.space = space;
        this.pieceBytes = pieceBytes;
        this.file = new RunFile(space, "groups of open windows");
        this.firsts = new RowBuffer(empty.keySchema());
    }

    /** Writes a run. */
    public void append(MergeTable table) {
        runs.add(GroupRun.write(table, file.file(), firsts));
    }

    /** A run to be written table by table, each with keys above those before it. */
    public Consumer<MergeTable> newRun(long groups) {
        GroupRun run = new GroupRun(file.file(), empty.keySchema(), firsts);
        runs.add(run);
        int step = RunFile.rowsPerBlock(groups);
        return table -> run.add(table, step);
    }

    public int runs() {
        return runs.size();
    }

    /** Groups of all runs; one that is in several counts for each. */
    public long groups() {
        return runs.stream().mapToLong(GroupRun::groups).sum();
    }

    /** Bytes of heap that finding the groups again takes. */
    public long memoryBytes() {
        return firsts.memoryBytes()
                + runs.stream().mapToLong(GroupRun::memoryBytes).sum();
    }

    /** Gives all groups, those of a key merged, in key order: tables that are the receiver's. */
    public void read(Consumer<MergeTable> target) {
        read(List.of(this), target);
    }

    /** As {@link #read(Consumer)}, of the groups of several together: at least one, all of the same aggregation. */
    public static void read(List<StoredGroups> stored, Consumer<MergeTable> target) {
        StoredGroups one = stored.get(0);
        List<GroupRun> runs =
                stored.stream().flatMap(groups -> groups.runs.stream()).toList();
        SpilledGroups all = one.merging(runs);
        for (int piece = 0; piece < all.pieces(); piece++) {
            MergeTable table = one.empty.empty();
            all.merge(piece, 0, runs.size(), table);
            target.accept(table);
        }
    }

    /**
     * Gives the groups of some keys in which later runs have a part, and in which the earlier ones have, piece by piece in key
     * order. The tables are the receiver's.
     *
     * @param split the first of the later runs
     */
    public void read(int split, BiConsumer<MergeTable, MergeTable> target) {
        SpilledGroups all = merging(runs);
        for (int piece = 0; piece < all.pieces(); piece++) {
            MergeTable later = empty.empty();
            all.merge(piece, split, runs.size(), later);
            if (later.groups() > 0) {
                MergeTable earlier = empty.empty();
                all.merge(piece, 0, split, earlier);
                target.accept(earlier, later);
            }
        }
    }

    private SpilledGroups merging(List<GroupRun> some) {
        return new SpilledGroups(empty, some, file, pieceBytes, 0, () -> {});
    }

    /** Makes one run of all. */
    public void compact() {
        RunFile fresh = new RunFile(space, "groups of open windows");
        RowBuffer freshFirsts = new RowBuffer(empty.keySchema());
        GroupRun run = new GroupRun(fresh.file(), empty.keySchema(), freshFirsts);
        int step = RunFile.rowsPerBlock(groups());
        read(table -> run.add(table, step));
        file.close();
        file = fresh;
        firsts = freshFirsts;
        runs = new ArrayList<>(List.of(run));
    }

    /** Deletes the file. */
    @Override
    public void close() {
        file.close();
    }
}
