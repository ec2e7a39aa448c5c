package io.barograph.core.aggregate;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Arrays;

/**
 * Values that come and go, of which each is found by its rank in logarithmic time. Every distinct value is kept once, with how often
 * it is there, in order, in blocks; a tree of partial sums tells how many values lie in the blocks before one (Fenwick, "A new data
 * structure for cumulative frequency tables", 1994). Blocks that grow full are parted, and those that hold little are put together,
 * so seldom that making the tree anew then does not count.
 */
public final class RankedValues {
    private static final int CAPACITY = 128;
    private static final int MOST = Integer.MAX_VALUE - 8;
    /** A block with fewer is put together with the next one where both take no more than half of a block. */
    private static final int FEW = CAPACITY / 4;
    /** Of the arrays of a block: values and counts, and their headers. */
    private static final long BLOCK_BYTES = 12L * CAPACITY + 40;

    private static final class Block {
        private final long[] values = new long[CAPACITY];
        private final int[] counts = new int[CAPACITY];
        private int size;
        /** The sum of the counts. */
        private int total;
    }

    private Block[] blocks = new Block[4];
    /** By block: the least value that belongs into it; all are below the next one's. */
    private long[] bounds = new long[4];

    private int blockCount;
    /** By block, from 1: how many values are in it and those before it that its number's lowest bit spans. */
    private int[] sums = new int[5];

    private int size;
    private long steps;

    public RankedValues() {
        clear();
    }

    public void clear() {
        // Nothing above is read, and there may be much of it where a partition before was large.
        Arrays.fill(blocks, 0, blockCount, null);
        Arrays.fill(sums, 1, blockCount + 1, 0);
        blocks[0] = new Block();
        bounds[0] = Long.MIN_VALUE;
        blockCount = 1;
        size = 0;
    }

    /** How many values there are, equal ones each. */
    public int size() {
        return size;
    }

    /** @throws BarographException OUT_OF_MEMORY for more values than an array has numbers */
    public void add(long value) {
        if (size == MOST) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "a frame of an exact quantile has more than " + MOST
                            + " values; choose a shorter frame, or group before");
        }
        int number = blockOf(value);
        Block block = blocks[number];
        int at = Arrays.binarySearch(block.values, 0, block.size, value);
        if (at >= 0) {
            block.counts[at]++;
        } else {
            if (block.size == CAPACITY) {
                part(number);
                add(value);
                return;
            }
            at = -at - 1;
            System.arraycopy(block.values, at, block.values, at + 1, block.size - at);
            System.arraycopy(block.counts, at, block.counts, at + 1, block.size - at);
            block.values[at] = value;
            block.counts[at] = 1;
            block.size++;
        }
        count(number, 1);
    }

    /**
     * Takes away a value that was added.
     *
     * @throws IllegalStateException where there is none such
     */
    public void remove(long value) {
        int number = blockOf(value);
        Block block = blocks[number];
        int at = Arrays.binarySearch(block.values, 0, block.size, value);
        if (at < 0) {
            throw new IllegalStateException("a value is taken away that was never added");
        }
        count(number, -1);
        if (--block.counts[at] == 0) {
            block.size--;
            System.arraycopy(block.values, at + 1, block.values, at, block.size - at);
            System.arraycopy(block.counts, at + 1, block.counts, at, block.size - at);
            if (block.size < FEW) {
                putTogether(number);
            }
        }
    }

    /** The value of a rank, from 0, in ascending order. */
    public long at(int rank) {
        int number = 0;
        int rest = rank;
        for (int span = Integer.highestOneBit(blockCount); span > 0; span >>= 1) {
            steps++;
            if (number + span <= blockCount && sums[number + span] <= rest) {
                number += span;
                rest -= sums[number];
            }
        }
        Block block = blocks[number];
        int at = 0;
        while (block.counts[at] <= rest) {
            rest -= block.counts[at++];
        }
        steps += at;
        return block.values[at];
    }

    private int blockOf(long value) {
        int found = Arrays.binarySearch(bounds, 0, blockCount, value);
        return found >= 0 ? found : -found - 2;
    }

    private void count(int block, int change) {
        size += change;
        blocks[block].total += change;
        for (int i = block + 1; i <= blockCount; i += i & -i) {
            steps++;
            sums[i] += change;
        }
    }

    private void part(int number) {
        if (blockCount == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * blockCount);
            bounds = Arrays.copyOf(bounds, 2 * blockCount);
            sums = new int[2 * blockCount + 1];
        }
        Block block = blocks[number];
        Block upper = new Block();
        int half = CAPACITY / 2;
        move(block, half, upper);
        System.arraycopy(blocks, number + 1, blocks, number + 2, blockCount - number - 1);
        System.arraycopy(bounds, number + 1, bounds, number + 2, blockCount - number - 1);
        blocks[number + 1] = upper;
        bounds[number + 1] = upper.values[0];
        blockCount++;
        sumUp();
    }

    private void putTogether(int number) {
        int lower = number + 1 < blockCount ? number : number - 1;
        // One without values goes in any case: nothing would be taken from it, and so it would stay for ever.
        boolean room = lower >= 0 && blocks[lower].size + blocks[lower + 1].size <= CAPACITY / 2;
        if (lower < 0 || !room && blocks[number].size > 0) {
            return;
        }
        move(blocks[lower + 1], 0, blocks[lower]);
        blockCount--;
        System.arraycopy(blocks, lower + 2, blocks, lower + 1, blockCount - lower - 1);
        System.arraycopy(bounds, lower + 2, bounds, lower + 1, blockCount - lower - 1);
        blocks[blockCount] = null;
        sumUp();
    }

    /** Moves the values of a block, from one on, behind those of another. */
    private static void move(Block block, int from, Block to) {
        int count = block.size - from;
        System.arraycopy(block.values, from, to.values, to.size, count);
        System.arraycopy(block.counts, from, to.counts, to.size, count);
        int total = 0;
        for (int i = from; i < block.size; i++) {
            total += block.counts[i];
        }
        block.size = from;
        block.total -= total;
        to.size += count;
        to.total += total;
    }

    private void sumUp() {
        steps += blockCount;
        Arrays.fill(sums, 1, blockCount + 1, 0);
        for (int i = 1; i <= blockCount; i++) {
            sums[i] += blocks[i - 1].total;
            int next = i + (i & -i);
            if (next <= blockCount) {
                sums[next] += sums[i];
            }
        }
    }

    /** How many numbers have been looked at beside those of binary searches, of all calls. */
    long steps() {
        return steps;
    }

    public long memoryBytes() {
        return BLOCK_BYTES * blockCount + 20L * blocks.length;
    }
}
