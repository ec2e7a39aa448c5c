package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Partial groups in a temporary file, merged and finished piece by piece as they are read: a piece is a range of keys, so
 * that the groups come out in key order.
 */
final class SpilledGroups implements FinishedRows {
    /** How much longer groups are in a table than in a file, about. */
    private static final int EXPANSION = 3;

    private final MergeTable empty;
    private final List<GroupRun> runs;
    private final RunFile file;
    private final RunCuts cuts;
    private final Runnable check;
    private final long bytes;
    private final long mostGroups;

    /**
     * @param empty a table of the aggregation
     * @param pieceBytes what one thread may take to merge a piece
     * @param bytes of memory that the runs take beside the file, and merging them
     * @param check asked now and then while a piece is merged; may throw
     */
    SpilledGroups(MergeTable empty, List<GroupRun> runs, RunFile file, long pieceBytes, long bytes, Runnable check) {
        this.empty = empty;
        this.runs = runs;
        this.file = file;
        this.check = check;
        Schema keys = empty.keySchema();
        // All states of a key have to meet: pieces do not part equal keys.
        this.cuts = new RunCuts(runs, new RowOrder(List.of(), keys), pieceBytes / EXPANSION, false);
        this.bytes = bytes + cuts.memoryBytes();
        this.mostGroups = runs.stream().mapToLong(GroupRun::groups).sum();
    }

    @Override
    public long size() {
        return mostGroups;
    }

    @Override
    public long memoryBytes() {
        return bytes;
    }

    @Override
    public int pieces() {
        return cuts.pieces();
    }

    @Override
    public void release() {
        file.close();
    }

    /** An empty table for the same calls by fewer keys: those at some positions. */
    MergeTable coarser(int[] positions, Schema schema) {
        return empty.coarser(positions, schema);
    }

    /** A table of the aggregation without groups. */
    MergeTable newTable() {
        return empty.empty();
    }

    /** The groups of a piece. */
    MergedGroups merge(int piece) {
        return merge(piece, empty.empty());
    }

    /** The groups of a piece and those that a table holds already. */
    MergedGroups merge(int piece, MergeTable table) {
        merge(piece, 0, runs.size(), table);
        return MergedGroups.of(List.of(table));
    }

    /** Merges the groups of a piece into a table: those of some runs, which are all in the same order. */
    void merge(int piece, int firstRun, int endRun, MergeTable table) {
        for (int run = firstRun; run < endRun; run++) {
            GroupRun.Reader reader = runs.get(run).newReader();
            int end = cuts.endBlock(piece, run);
            for (int block = cuts.firstBlock(piece, run); block < end; block++) {
                check.run();
                reader.merge(block, piece, run, cuts, table);
            }
        }
    }

    @Override
    public Reader newReader() {
        return new PieceReader();
    }

    private final class PieceReader implements Reader {
        private int piece;
        private MergedGroups.@Nullable Reader groups;
        private int at;
        private int end;

        @Override
        public void begin(int number) {
            piece = number;
            groups = null;
        }

        @Override
        public @Nullable Batch next() {
            if (groups == null) {
                MergedGroups merged = merge(piece);
                groups = merged.reader();
                at = 0;
                end = merged.groups();
            }
            if (at >= end) {
                return null;
            }
            int count = Math.min(Batch.CAPACITY, end - at);
            at += count;
            return groups.read(at - count, count);
        }
    }
}
