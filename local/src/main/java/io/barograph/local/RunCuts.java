package io.barograph.local;

import io.barograph.core.column.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts sorted runs of blocks into pieces, each of which holds of every run the rows of one range, so that piece after piece
 * is merged in memory, by any number of threads. What is known of the runs is the first row of each block: ordered, they say
 * how all rows lie, to within a block of each run.
 */
final class RunCuts {
    private final List<? extends Blocks> runs;
    private final RowOrder order;
    private final boolean partsEqual;
    /** The run and block that a piece begins with, by piece - 1. */
    private final List<Block> starts = new ArrayList<>();
    /** By cut, then run: how many of the run's blocks begin before it. */
    private final List<int[]> before = new ArrayList<>();

    /** A sorted run, block by block. */
    interface Blocks {
        int blocks();

        /** Bytes that a block takes in its file. */
        int bytes(int block);

        /** Where the first rows of the blocks are, one after the other. */
        RowBuffer firsts();

        /** The row of {@link #firsts} that is the first one of this run. */
        int firstsAt();
    }

    private record Block(int run, int number) {}

    /**
     * @param pieceBytes about so many bytes of blocks begin in each piece
     * @param partsEqual whether rows that the order holds equal may lie in different pieces
     */
    RunCuts(List<? extends Blocks> runs, RowOrder order, long pieceBytes, boolean partsEqual) {
        this.runs = runs;
        this.order = order;
        this.partsEqual = partsEqual;
        int[] seen = new int[runs.size()];
        long gathered = 0;
        Block last = null;
        for (Block block : inOrder()) {
            if (last != null && gathered >= pieceBytes && (partsEqual || compareFirsts(last, block) != 0)) {
                starts.add(block);
                before.add(seen.clone());
                gathered = 0;
            }
            seen[block.run]++;
            gathered += runs.get(block.run).bytes(block.number);
            last = block;
        }
        before.add(seen);
    }

    private Block[] inOrder() {
        Block[] blocks = new Block[runs.stream().mapToInt(Blocks::blocks).sum()];
        int at = 0;
        for (int run = 0; run < runs.size(); run++) {
            for (int block = 0; block < runs.get(run).blocks(); block++) {
                blocks[at++] = new Block(run, block);
            }
        }
        Arrays.sort(blocks, (left, right) -> {
            int byRow = compareFirsts(left, right);
            int byRun = byRow != 0 ? byRow : Integer.compare(left.run, right.run);
            return byRun != 0 ? byRun : Integer.compare(left.number, right.number);
        });
        return blocks;
    }

    private int compareFirsts(Block left, Block right) {
        Blocks ours = runs.get(left.run);
        Blocks theirs = runs.get(right.run);
        return order.compare(
                ours.firsts(), ours.firstsAt() + left.number, theirs.firsts(), theirs.firstsAt() + right.number);
    }

    int pieces() {
        return before.size();
    }

    /** The first block of a run that may hold rows of a piece: the one before those that begin in it. */
    int firstBlock(int piece, int run) {
        return piece == 0 ? 0 : Math.max(0, before.get(piece - 1)[run] - 1);
    }

    /** The block behind the last one of a run that may hold rows of a piece. */
    int endBlock(int piece, int run) {
        return before.get(piece)[run];
    }

    /** The first row of a block that lies in a piece, among those from {@link #firstBlock}. */
    int from(int piece, int run, int block, Batch rows) {
        return piece > 0 && block < before.get(piece - 1)[run] ? rowsBefore(starts.get(piece - 1), run, rows) : 0;
    }

    /** The row behind the last one of a block that lies in a piece, among those below {@link #endBlock}. */
    int to(int piece, int run, int block, Batch rows) {
        return piece < starts.size() && block == before.get(piece)[run] - 1
                ? rowsBefore(starts.get(piece), run, rows)
                : rows.size();
    }

    /** How many rows of a batch lie before a cut; the run's next block does not begin before it. */
    private int rowsBefore(Block cut, int run, Batch batch) {
        if (cut.run == run && partsEqual) {
            return batch.size();
        }
        // Equal rows follow the numbers of the runs, as equal first rows do; or lie behind the cut, all of them.
        boolean equalIsBefore = partsEqual && run < cut.run;
        Blocks owner = runs.get(cut.run);
        RowBuffer rows = new RowBuffer(owner.firsts().schema());
        rows.append(batch);
        int low = 0;
        int high = batch.size();
        while (low < high) {
            int middle = low + high >>> 1;
            int byRow = order.compare(rows, middle, owner.firsts(), owner.firstsAt() + cut.number);
            if (byRow < 0 || byRow == 0 && equalIsBefore) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Bytes of heap that the cuts take. */
    long memoryBytes() {
        return before.size() * (32L + 4L * runs.size());
    }
}
