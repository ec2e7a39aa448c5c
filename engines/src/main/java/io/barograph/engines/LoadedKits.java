package io.barograph.engines;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The kits that this process has loaded. Engines keep threads and caches for as long as their classes are there, so each is loaded
 * once, and anew only where another has been installed in its place. Thread-safe.
 */
final class LoadedKits {
    private final Map<Path, Loaded> loaded = new HashMap<>();

    /** @param jars as they were found: whether they are still those that were loaded */
    private record Loaded(List<Jar> jars, KitLoader loader) {}

    private record Jar(Path file, long size, FileTime modified) {
        static Jar of(Path file) throws IOException {
            return new Jar(file, Files.size(file), Files.getLastModifiedTime(file));
        }

        URL url() throws MalformedURLException {
            return file.toUri().toURL();
        }
    }

    /**
     * A loader over the jars in a folder.
     *
     * @param name of the kit, for messages of the JDK
     */
    synchronized KitLoader load(String name, Path folder) throws IOException {
        List<Jar> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(Engines.JAR))
                    .sorted()
                    .toList()) {
                jars.add(Jar.of(file));
            }
        }
        Loaded known = loaded.get(folder);
        if (known != null && known.jars().equals(jars)) {
            return known.loader();
        }
        List<URL> urls = new ArrayList<>();
        for (Jar jar : jars) {
            urls.add(jar.url());
        }
        KitLoader loader = new KitLoader(name, urls.toArray(URL[]::new), LoadedKits.class.getClassLoader());
        loaded.put(folder, new Loaded(jars, loader));
        return loader;
    }
}
