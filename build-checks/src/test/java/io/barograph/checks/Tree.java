package io.barograph.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The project's own files, without what builds leave behind. */
final class Tree {
    private Tree() {}

    static Path root() {
        return Path.of(System.getProperty("barograph.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    static Stream<Path> files() throws IOException {
        Path root = root();
        return Files.walk(root).filter(Files::isRegularFile).filter(file -> {
            for (Path part : root.relativize(file)) {
                String name = part.toString();
                if (name.equals("target") || name.equals(".git") || name.equals("node_modules")) {
                    return false;
                }
            }
            return true;
        });
    }
}
