package io.barograph.engines;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kits that a user has installed: a folder of jars each, {@code engines/NAME} in the user's Barograph home. That is
 * {@code BAROGRAPH_HOME}, else {@code barograph} where the XDG convention has data ({@code ~/.local/share}).
 *
 * @param home the user's Barograph home; need not exist
 */
public record Engines(Path home) {
    /** The property that says where the home is, before the environment does. */
    public static final String HOME_PROPERTY = "barograph.home";

    static final String JAR = ".jar";
    /** Beside the jars that this process loads. */
    static final String JOBS = "jobs";

    private static final LoadedKits LOADED = new LoadedKits();

    /** Those of the user who runs this process. */
    public static Engines ofUser() {
        String given = System.getProperty(HOME_PROPERTY, "");
        return given.isEmpty() ? of(System.getenv()) : new Engines(Path.of(given));
    }

    static Engines of(Map<String, String> environment) {
        String home = environment.getOrDefault("BAROGRAPH_HOME", "");
        if (!home.isEmpty()) {
            return new Engines(Path.of(home));
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path folder = data.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(data);
        return new Engines(folder.resolve("barograph"));
    }

    /** Where a kit's jars lie, once it is installed. */
    public Path folder(EngineKit kit) {
        return home.resolve("engines").resolve(kit.name());
    }

    public boolean isInstalled(EngineKit kit) {
        return Files.isDirectory(folder(kit));
    }

    /** What a kit that runs queries sends to a cluster: a jar whose name tells its version and build. */
    public Path jobJar(EngineKit kit) {
        Path jobs = folder(kit).resolve(JOBS);
        try {
            return jarIn(jobs).orElseThrow(() -> new IOException("there is none"));
        } catch (IOException e) {
            throw new BarographException(
                    ErrorCode.IO_ERROR,
                    "cannot find the jar for clusters in '" + jobs + "': " + e.getMessage()
                            + "; install it again: baro engines install " + kit.name(),
                    e);
        }
    }

    static Optional<Path> jarIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(JAR)).findFirst();
        }
    }

    /** A class loader over the jars of a kit that is installed, the same for all of a process: see {@link KitLoader}. */
    public ClassLoader load(EngineKit kit) {
        try {
            return LOADED.load(kit.name(), folder(kit));
        } catch (IOException e) {
            throw new BarographException(
                    ErrorCode.IO_ERROR, "cannot read the libraries in '" + folder(kit) + "': " + e.getMessage(), e);
        }
    }

    /** Why something does not work without a kit, and what to do. */
    public static String missing(EngineKit kit) {
        return "the libraries of '" + kit.name() + "' are not installed here; install them once: baro engines install "
                + kit.name();
    }
}
