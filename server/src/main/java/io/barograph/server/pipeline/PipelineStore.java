package io.barograph.server.pipeline;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.FullDisk;
import io.barograph.formats.output.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pipelines that clients have made, so that they are there when the service starts again: {@code NAME.sql},
 * {@code NAME.stopped} where it does not run, and {@code NAME.state} with its checkpoints.
 */
final class PipelineStore {
    private static final String TEXT = ".sql";
    private static final String STOPPED = ".stopped";
    private static final String STATE = ".state";

    private final Path folder;

    /** @param folder made when it is first needed */
    PipelineStore(Path folder) {
        this.folder = folder;
    }

    /**
     * A pipeline as it is kept.
     *
     * @param runs whether it is to run
     */
    record Kept(String name, String text, boolean runs) {}

    /** All, by name. */
    List<Kept> all() {
        List<Kept> kept = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return kept;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(TEXT))
                    .sorted()
                    .toList()) {
                String base = String.valueOf(file.getFileName());
                String name = base.substring(0, base.length() - TEXT.length());
                kept.add(new Kept(name, Files.readString(file), !Files.exists(file(name, STOPPED))));
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
        return kept;
    }

    Path state(String name) {
        return file(name, STATE);
    }

    private Path file(String name, String ending) {
        return folder.resolve(name + ending);
    }

    void put(String name, String text) {
        try {
            Files.createDirectories(folder);
            try (AtomicFile file = AtomicFile.create(file(name, TEXT).toString())) {
                file.stream().write(text.getBytes(StandardCharsets.UTF_8));
                file.commit();
            }
        } catch (IOException e) {
            throw failed("keep", e);
        }
    }

    /** Remembers whether it is to run when the service starts again. */
    void setRuns(String name, boolean runs) {
        try {
            if (runs) {
                Files.deleteIfExists(file(name, STOPPED));
            } else if (!Files.exists(file(name, STOPPED))) {
                Files.createFile(file(name, STOPPED));
            }
        } catch (IOException e) {
            throw failed("keep", e);
        }
    }

    /** Forgets it, its checkpoints too. */
    void remove(String name) {
        try {
            Files.deleteIfExists(file(name, TEXT));
            Files.deleteIfExists(file(name, STOPPED));
            if (Files.isDirectory(state(name))) {
                try (Stream<Path> tree = Files.walk(state(name))) {
                    for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            throw failed("remove", e);
        }
    }

    private BarographException failed(String what, IOException e) {
        return new BarographException(
                FullDisk.codeOf(e),
                "cannot " + what + " a pipeline in '" + folder + "': " + e.getMessage()
                        + "; the service needs a folder that it can write to (--data)",
                e);
    }
}
