package io.barograph.cli;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.store.FileStores;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a live pipeline keeps what the next run goes on with: its checkpoints or a cluster's states, and the rows that it has left out.
 *
 * @param option what {@code --state} says, or null
 * @param setting what {@code SET 'checkpoint.dir'} says, or null
 * @param beside the folder for it where neither says anything
 */
record StatePlace(@Nullable String option, @Nullable String setting, Path beside) {
    private static final String MARK = "://";
    /** URIs without escapes, as clusters take them for names; so not as Java's are. */
    private static final String FILE = "file" + MARK;

    private @Nullable String given() {
        return option != null ? option : setting;
    }

    /** Where a cluster is asked to keep its states, as a URI without escapes; null where nobody says. */
    @Nullable
    String onCluster() {
        String place = given();
        return place == null || place.contains(MARK)
                ? place
                : FILE + Path.of(place).toAbsolutePath();
    }

    /**
     * The folder of checkpoints here. Engines keep what they keep on other machines wherever these find it; a checkpoint of ours
     * takes the place of the one before at once, and is on the disk then: a remote store does not promise that.
     *
     * @param isLocal whether the pipeline runs on this machine
     * @throws BarographException INVALID_OPTION where it does, and a place is given that is no folder here
     */
    Path folder(boolean isLocal) {
        String place = given();
        if (place == null || !place.contains(MARK)) {
            return place == null ? beside : Path.of(place);
        }
        if (isLocal) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    (option != null ? "--state" : "'checkpoint.dir'") + " is '" + place
                            + "', but checkpoints are kept in a folder that this machine can name as a path,"
                            + " where a file is replaced as a whole; give such a folder, of a disk or of a file system that"
                            + " is mounted (tables and results may be on hdfs://; with --engine spark or flink the states,"
                            + " too)");
        }
        return beside;
    }

    /**
     * The folder of rows that were left out: with the states, so that a run that goes on from another machine finds them; beside the
     * pipeline's file where states are in a store that only the cluster knows.
     *
     * @param isLocal as of {@link #folder}
     */
    String leftOut(boolean isLocal) {
        String place = isLocal ? null : onCluster();
        if (place != null && place.startsWith(FILE)) {
            return place.substring(FILE.length());
        }
        return place != null && FileStores.isKnown(place)
                ? place
                : folder(isLocal).toString();
    }
}
