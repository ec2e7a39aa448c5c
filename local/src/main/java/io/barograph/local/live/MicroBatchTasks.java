package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.source.Catalog;
import io.barograph.local.ChunkTarget;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The two halves of a micro-batch, wherever a host wants them run: what lanes bring is gathered, and what has been gathered for a
 * partition of the keys is shown. Each takes the state that the one before left, and leaves the next: the host keeps them, as
 * bytes. What comes out follows from these and the chunks alone, so that a half may be run again elsewhere.
 *
 * <p>Thread-safe: each run has memory of its own.
 */
public final class MicroBatchTasks {
    private final MicroBatchJob job;
    private final Catalog catalog;
    private final LiveCatalog live;
    private final RunOptions options;
    private final BooleanSupplier isCancelled;

    /**
     * @param catalog opens tables at rest
     * @param options of them memory and temporary files
     * @param isCancelled whether the host has given the task up
     */
    public MicroBatchTasks(
            MicroBatchJob job, Catalog catalog, LiveCatalog live, RunOptions options, BooleanSupplier isCancelled) {
        this.job = job;
        this.catalog = catalog;
        this.live = live;
        this.options = options;
        this.isCancelled = isCancelled;
    }

    /**
     * Reads a piece of a lane, and sends what it makes of its rows to the partitions of their keys.
     *
     * @param state of the lane, as the piece before left it; null before the first
     * @return the lane's state behind the piece
     * @throws io.barograph.core.error.BarographException DATA_LOST where the state is of another place in the lane; CANCELLED; what
     *     reading throws
     */
    public byte[] readPiece(LanePiece piece, byte @Nullable [] state, ChunkTarget target) throws IOException {
        try (MicroBatchQueries queries =
                        new MicroBatchQueries(job, catalog, live, options, true, number -> changes -> {});
                PieceReading reading = new PieceReading(job, queries, live, piece, state, target)) {
            return reading.read(options.memoryBytes(), isCancelled);
        }
    }

    /**
     * Shows what is ripe of a partition of the keys, and what has changed of what was shown.
     *
     * @param chunks all that lanes have sent to the partition
     * @param state of the partition, as the batch before left it; null before the first
     * @param target takes what is to be shown, for {@link MicroBatchTarget}
     * @return the partition's state behind the batch
     * @throws io.barograph.core.error.BarographException INTERNAL where not all lanes have been heard of
     */
    public byte[] showPartition(
            int partition, Iterator<byte[]> chunks, byte @Nullable [] state, Consumer<byte[]> target) {
        PartitionShowing.Shown shown = new PartitionShowing.Shown(job, target);
        try (MicroBatchQueries queries = new MicroBatchQueries(job, catalog, live, options, true, shown::of)) {
            return new PartitionShowing(job, queries, partition, target).show(chunks, state);
        }
    }
}
