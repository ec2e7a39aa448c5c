package io.barograph.cli;

import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a folder that are tables, by their names. */
final class FolderTables {
    private static final int MOST = 1000;

    private FolderTables() {}

    /** Their names in order; none for a folder that cannot be read. */
    static List<String> of(Path folder) {
        FileCatalog catalog = new FileCatalog();
        try (Stream<Path> files = Files.list(folder.toString().isEmpty() ? Path.of(".") : folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(catalog::recognises)
                    .sorted()
                    .limit(MOST)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
