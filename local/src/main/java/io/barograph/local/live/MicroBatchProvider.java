package io.barograph.local.live;

import io.barograph.local.TaskHostSettings;

/** Connects to an engine's clusters for live pipelines; found as a service in the kit that brings the engine. */
public interface MicroBatchProvider {
    /** As in {@code --engine spark}; also the name of the kit. */
    String engine();

    /**
     * Connects to a cluster, or starts the engine's mini form in this process. The thread's context class loader is the kit's, here
     * and while pipelines run.
     *
     * @throws io.barograph.core.error.BarographException UNAVAILABLE where the cluster cannot be reached, INVALID_OPTION where the
     *     settings name none
     */
    MicroBatchHost open(TaskHostSettings settings);
}
