package io.barograph.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Cuts sorted runs of blocks into pieces, each of which holds of every run the rows of one range, so that piece after piece
 * is merged in memory, by any number of threads. What is known of the runs is the first row of each block.
 *
 * <p>Blocks are named by a long: the run's number in the high half, the block's in the low.
 */
final class RunCuts {
    /** The block that a piece begins with, by piece; the first piece has none. */
    private final long[] blocks;
    /** By cut, then run: how many of the run's blocks begin before it. */
    private final int[][] before;

    private RunCuts(long[] blocks, int[][] before) {
        this.blocks = blocks;
        this.before = before;
    }

    /**
     * @param inOrder all blocks of all runs, ordered by their first rows
     * @param bytes of a block
     * @param pieceBytes about so many bytes of blocks begin in each piece
     * @param mayCut whether a cut between these two neighbours parts what may be parted
     */
    static RunCuts of(long[] inOrder, int runs, LongUnaryOperator bytes, long pieceBytes, CutTest mayCut) {
        List<int[]> before = new ArrayList<>();
        long[] blocks = new long[inOrder.length];
        int[] seen = new int[runs];
        long gathered = 0;
        for (int i = 0; i < inOrder.length; i++) {
            if (gathered >= pieceBytes && mayCut.parts(inOrder[i - 1], inOrder[i])) {
                blocks[before.size()] = inOrder[i];
                before.add(seen.clone());
                gathered = 0;
            }
            seen[run(inOrder[i])]++;
            gathered += bytes.applyAsLong(inOrder[i]);
        }
        before.add(seen);
        return new RunCuts(Arrays.copyOf(blocks, before.size() - 1), before.toArray(int[][]::new));
    }

    /** Whether two blocks begin with different things. */
    @FunctionalInterface
    interface CutTest {
        boolean parts(long left, long right);
    }

    /** The blocks of runs of these many. */
    static long[] allBlocks(int[] counts) {
        long[] all = new long[Arrays.stream(counts).sum()];
        int at = 0;
        for (int run = 0; run < counts.length; run++) {
            for (int block = 0; block < counts[run]; block++) {
                all[at++] = block(run, block);
            }
        }
        return all;
    }

    static long block(int run, int block) {
        return (long) run << 32 | block;
    }

    static int run(long block) {
        return (int) (block >>> 32);
    }

    static int number(long block) {
        return (int) block;
    }

    int pieces() {
        return before.length;
    }

    /** The first block that may hold rows of a piece: the one before those that begin in it. */
    int firstBlock(int piece, int run) {
        return piece == 0 ? 0 : Math.max(0, before[piece - 1][run] - 1);
    }

    /** The block behind the last one that holds rows of a piece. */
    int endBlock(int piece, int run) {
        return before[piece][run];
    }

    /** Whether a block may hold rows that lie before the piece. */
    boolean isCutAtStart(int piece, int run, int block) {
        return piece > 0 && block < before[piece - 1][run];
    }

    /** Whether a block may hold rows that lie behind the piece. */
    boolean isCutAtEnd(int piece, int run, int block) {
        return piece < blocks.length && block == before[piece][run] - 1;
    }

    /** The block with whose first row a piece begins; not for the first. */
    long start(int piece) {
        return blocks[piece - 1];
    }

    long memoryBytes() {
        return before.length == 0 ? 0 : before.length * (24L + 4L * before[0].length);
    }
}
