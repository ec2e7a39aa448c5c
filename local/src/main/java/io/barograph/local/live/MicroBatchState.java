package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a host that works in micro-batches keeps its plans and states: a folder of its own among a pipeline's checkpoints. */
public final class MicroBatchState {
    private static final String FOLDER = "batches";

    private MicroBatchState() {}

    /** The host's folder. */
    public static Path folder(Path state) {
        return state.toAbsolutePath().resolve(FOLDER);
    }

    static void clear(Path state) {
        Path folder = folder(state);
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> inner = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : inner) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new BarographException(
                    ErrorCode.IO_ERROR, "the checkpoints in '" + folder + "' cannot be deleted: " + e.getMessage(), e);
        }
    }
}
