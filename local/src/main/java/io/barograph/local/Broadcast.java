package io.barograph.local;

import java.util.List;

/**
 * The rows of a join's smaller side, read once by who asks, for every task that the other side's rows are read by.
 *
 * @param stage number of the join's stage
 * @param isLeft whether it is the left side
 * @param blocks the rows in order, each block a batch as {@link io.barograph.local.spill.BatchCodec} writes it; not to be changed
 */
public record Broadcast(int stage, boolean isLeft, List<byte[]> blocks) {
    public Broadcast {
        blocks = List.copyOf(blocks);
    }
}
