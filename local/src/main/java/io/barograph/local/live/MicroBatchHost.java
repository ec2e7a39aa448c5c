package io.barograph.local.live;

import io.barograph.core.engine.Cancellation;

/**
 * Runs live pipelines on a cluster that works in micro-batches. It writes a plan of each batch down, has
 * {@link MicroBatchTasks#readPiece} run for every piece of a lane and {@link MicroBatchTasks#showPartition} for every partition of the
 * keys, keeps the states of both by batch, and runs again what it has lost.
 */
public interface MicroBatchHost extends AutoCloseable {
    /** As in {@code --engine spark}. */
    String name();

    /**
     * Runs a pipeline until it ends or is cancelled; begins behind the last batch that the folder knows to be done.
     *
     * @throws io.barograph.core.error.BarographException what a task, the planner or the target has failed with; UNAVAILABLE where
     *     the cluster gives up
     */
    void run(Order order);

    /**
     * Removes the plans and states of a pipeline, if there are any.
     *
     * @param state as of {@link Order}
     * @throws io.barograph.core.error.BarographException IO_ERROR where they cannot be removed
     */
    void forget(String state);

    @Override
    void close();

    /**
     * What is to be run.
     *
     * @param planner says what each batch reads; the host calls it by one thread at a time
     * @param state the host's folder, as a URI: on a cluster one that all its machines see
     * @param endsHere whether to read what there is now and no more
     * @param target takes what batches show
     */
    record Order(
            MicroBatchJob job,
            LanePlanner planner,
            String state,
            boolean endsHere,
            MicroBatchTarget target,
            Cancellation cancellation) {}
}
