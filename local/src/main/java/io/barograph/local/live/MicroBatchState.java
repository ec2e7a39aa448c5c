package io.barograph.local.live;

/** Where a host that works in micro-batches keeps its plans and states: a folder of its own among a pipeline's checkpoints. */
final class MicroBatchState {
    private static final String FOLDER = "batches";

    private MicroBatchState() {}

    /** The host's folder, as Hadoop's file systems take it: a URI without escapes. */
    static String place(LiveOptions options) {
        String elsewhere = options.clusterState();
        return elsewhere != null
                ? elsewhere + (elsewhere.endsWith("/") ? "" : "/") + FOLDER
                : "file://" + options.state().toAbsolutePath().resolve(FOLDER);
    }
}
