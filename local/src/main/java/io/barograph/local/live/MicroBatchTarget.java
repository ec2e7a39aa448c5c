package io.barograph.local.live;

import java.util.Iterator;

/** Takes what micro-batches show, where the sinks are: one after the other. */
public interface MicroBatchTarget {
    /**
     * Takes a batch. A batch that comes again, since the host does not know that it was taken, makes no difference.
     *
     * @param batch its number, from 0, each one more than that before
     * @param chunks what {@link MicroBatchTasks#showPartition} gave for all partitions, in any order of these
     */
    void take(long batch, Iterator<byte[]> chunks);

    /** Whether all lanes have ended, so that no batch will come any more. */
    boolean hasEnded();
}
