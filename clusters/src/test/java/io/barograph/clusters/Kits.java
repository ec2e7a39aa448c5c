package io.barograph.clusters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A Barograph home in which engines are installed as {@code baro engines install} does it, from what this build has made. */
record Kits(Path home) {
    private static final Path ROOT = Path.of(System.getProperty("barograph.root", ".."));

    /** An empty one of a test, which the next build takes away. */
    static Kits of(Class<?> test) {
        return new Kits(Path.of("target", test.getSimpleName()).toAbsolutePath());
    }

    /**
     * Installs an engine.
     *
     * @param kit its name
     * @param modules folders of our modules in it; a jar for clusters is the last one's
     */
    Kits with(String kit, String... modules) throws IOException {
        Path folder = Files.createDirectories(home.resolve("engines").resolve(kit));
        String libraries = Files.readString(ROOT.resolve("engines").resolve(kit).resolve("target/kit.classpath"));
        for (String library : libraries.trim().split(System.getProperty("path.separator"))) {
            link(Path.of(library), folder);
        }
        Path jobs = Files.createDirectories(folder.resolve("jobs"));
        for (String module : modules) {
            Path target = ROOT.resolve(module).resolve("target");
            linkJars(target, folder);
            if (Files.isDirectory(target.resolve("jobs"))) {
                linkJars(target.resolve("jobs"), jobs);
            }
        }
        return this;
    }

    private static void linkJars(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                link(jar, to);
            }
        }
    }

    private static void link(Path file, Path folder) throws IOException {
        Path link = folder.resolve(file.getFileName());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, file.toAbsolutePath());
    }
}
