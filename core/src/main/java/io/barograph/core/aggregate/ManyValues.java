package io.barograph.core.aggregate;

import java.util.Arrays;
import java.util.List;

/**
 * The values of a group that has many of them, but for the last: blocks that states share when they merge.
 *
 * <p>Adding takes one thread.
 */
final class ManyValues {
    private static final int FIRST_BLOCKS = 4;

    private ValueBlock[] blocks = new ValueBlock[FIRST_BLOCKS];
    private int blockCount;
    private long bytes;

    /** Adds a block of at least one value. */
    void add(ValueBlock block) {
        if (blockCount == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * blockCount);
        }
        blocks[blockCount++] = block;
        bytes += block.bytes();
    }

    /** Adds the values of another state's group. */
    void addAll(ManyValues other) {
        for (int i = 0; i < other.blockCount; i++) {
            add(other.blocks[i]);
        }
    }

    /** The blocks, and the last values behind them. */
    List<ValueBlock> with(ValueBlock last) {
        ValueBlock[] all = Arrays.copyOf(blocks, blockCount + 1);
        all[blockCount] = last;
        return Arrays.asList(all);
    }

    /** How much memory the values take. */
    long bytes() {
        return bytes;
    }
}
