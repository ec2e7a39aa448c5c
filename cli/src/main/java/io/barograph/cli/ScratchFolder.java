package io.barograph.cli;

import io.barograph.formats.output.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for what lives as long as the process, such as tables: made when first needed, removed when closed. */
final class ScratchFolder implements AutoCloseable {
    private final Path folder;
    private int tables;

    private ScratchFolder(Path folder) {
        this.folder = folder;
    }

    /** @param prefix of its name */
    static ScratchFolder create(String prefix) {
        try {
            return new ScratchFolder(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw AtomicFile.failure(System.getProperty("java.io.tmpdir"), e);
        }
    }

    Path folder() {
        return folder;
    }

    /** A new file for a table. */
    String path(String table) {
        return folder.resolve(tables++ + ".csv").toString();
    }

    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> files = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw AtomicFile.failure(folder.toString(), e);
        }
    }
}
