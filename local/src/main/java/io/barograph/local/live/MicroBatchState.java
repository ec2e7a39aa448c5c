package io.barograph.local.live;

/** Where a host that works in micro-batches keeps its plans and states: a folder of its own among a pipeline's checkpoints. */
final class MicroBatchState {
    private static final String FOLDER = "batches";

    private MicroBatchState() {}

    /** The host's folder, as a URI. */
    static String place(LiveOptions options) {
        String elsewhere = options.clusterState();
        return elsewhere != null
                ? elsewhere + (elsewhere.endsWith("/") ? "" : "/") + FOLDER
                : options.state().toAbsolutePath().resolve(FOLDER).toUri().toString();
    }
}
