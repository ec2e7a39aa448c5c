package io.barograph.hadoop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A jar for clusters, of what this JVM runs with: the build makes the real one after the tests. */
final class JobJar {
    /** Beginnings of jars' names; ours are jars where the build packs before it tests, else folders. */
    private static final List<String> LIBRARIES =
            List.of("barograph-", "arrow-format", "flatbuffers", "parquet-format", "zstd-jni", "lz4-java");

    private JobJar() {}

    /** Writes it; Hadoop finds the jars in its folder {@code lib}. */
    static Path make(Path file) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            int number = 0;
            for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
                Path part = Path.of(entry);
                boolean isOurs = part.endsWith(Path.of("target", "classes"));
                if (isOurs
                        || LIBRARIES.stream()
                                .anyMatch(
                                        library -> part.getFileName().toString().startsWith(library))) {
                    jar.putNextEntry(new JarEntry("lib/" + number++ + ".jar"));
                    if (isOurs) {
                        write(part, jar);
                    } else {
                        Files.copy(part, jar);
                    }
                    jar.closeEntry();
                }
            }
        }
        return file;
    }

    private static void write(Path folder, OutputStream out) throws IOException {
        JarOutputStream jar = new JarOutputStream(out);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, jar);
                jar.closeEntry();
            }
        }
        jar.finish();
    }
}
