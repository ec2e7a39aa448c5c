package io.barograph.local;

/** Connects to an engine's clusters; found as a service in the kit that brings the engine. */
public interface TaskHostProvider {
    /** As in {@code --engine spark}; also the name of the kit. */
    String engine();

    /**
     * Connects to a cluster, or starts the engine's mini form in this process. The thread's context class loader is the kit's, here
     * and while jobs run.
     *
     * @throws io.barograph.core.error.BarographException UNAVAILABLE where the cluster cannot be reached, INVALID_OPTION where the
     *     settings name none
     */
    TaskHost open(TaskHostSettings settings);
}
