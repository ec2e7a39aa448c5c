package io.barograph.formats.store;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.engines.EngineKit;
import io.barograph.engines.Engines;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The stores of files by the scheme of a name: {@code hdfs://…}; a name without one is of this machine. A store is on the
 * class path, or comes with a kit that is installed. Thread-safe.
 */
public final class FileStores {
    private static final LocalStore LOCAL = new LocalStore();
    private static final String MARK = "://";
    private static final Map<String, FileStore> FOUND = new ConcurrentHashMap<>();

    private FileStores() {}

    /** Whether a name is that of a file on this machine. */
    public static boolean isLocal(String name) {
        return schemeOf(name).isEmpty();
    }

    /** Whether there is a store for a name's scheme, or one can be installed. */
    public static boolean isKnown(String name) {
        String scheme = schemeOf(name);
        return scheme.isEmpty() || EngineKit.ofScheme(scheme).isPresent();
    }

    /**
     * Has names of files on this machine begin where another process is that wrote them: a worker of a cluster reads what the
     * one means who asks. Holds for this process, and for names alone: what is found keeps the name that it was given.
     *
     * @param folder absolute
     */
    public static void startAt(String folder) {
        LOCAL.startAt(Path.of(folder));
    }

    /**
     * Has pipes of this machine be read as copies of what they give. Holds for this process: whoever runs queries for somebody
     * says so, and says when it is over.
     *
     * @param copies null for pipes that are not read
     */
    public static void copyPipes(@Nullable PipeCopies copies) {
        LOCAL.copyPipes(copies);
    }

    /** What copies pipes in this process; null where they are not read. */
    public static @Nullable PipeCopies pipes() {
        return LOCAL.pipes();
    }

    /** The copy that stands behind the name of a pipe; null for that of anything else. */
    public static PipeCopies.@Nullable Copy copied(String name) {
        return LOCAL.copied(name);
    }

    /** Where a file of this machine lies. */
    public static Path localPath(String name) {
        return LOCAL.path(name);
    }

    /**
     * A text that is the same for names of the same file or folder, however they are spelled, and whether it is there or not: absolute,
     * without a slash at its end, {@code .} and {@code ..}; {@code /} parts folders. Links are followed on this machine.
     */
    public static String place(String name) {
        if (isLocal(name)) {
            return LOCAL.place(name);
        }
        int path = name.indexOf('/', name.indexOf(MARK) + MARK.length());
        String plain = path < 0
                ? name + "/"
                : name.substring(0, path)
                        + LocalStore.slashed(Path.of(name.substring(path)).normalize());
        try {
            return of(name).place(plain);
        } catch (BarographException | IllegalArgumentException unknown) {
            // Whoever reads or writes there is told.
            return plain;
        }
    }

    /**
     * The store that has the files of such a name.
     *
     * @throws BarographException NOT_SUPPORTED where there is none for its scheme
     */
    public static FileStore of(String name) {
        String scheme = schemeOf(name);
        return scheme.isEmpty() ? LOCAL : FOUND.computeIfAbsent(scheme, unseen -> find(unseen, name));
    }

    /** Opens a file for reading. */
    public static StoredBytes open(String name) throws IOException {
        return of(name).open(name);
    }

    /** The size of a file in bytes. */
    public static long size(String name) throws IOException {
        StoredFile file = of(name).find(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file.sizeBytes();
    }

    /** In lower case; empty for a name of this machine. A letter alone is a drive. */
    private static String schemeOf(String name) {
        int mark = name.indexOf(MARK);
        boolean named =
                mark > 1 && name.substring(0, mark).chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '+');
        return named ? name.substring(0, mark).toLowerCase(Locale.ROOT) : "";
    }

    private static FileStore find(String scheme, String name) {
        ClassLoader own = FileStores.class.getClassLoader();
        for (FileStore store : ServiceLoader.load(FileStore.class, own)) {
            if (store.scheme().equals(scheme)) {
                return store;
            }
        }
        EngineKit kit = EngineKit.ofScheme(scheme).orElseThrow(() -> unknown(scheme, name));
        Engines engines = Engines.ofUser();
        if (!engines.isInstalled(kit)) {
            throw new BarographException(ErrorCode.NOT_SUPPORTED, "'" + name + "': " + Engines.missing(kit));
        }
        for (FileStore store : ServiceLoader.load(FileStore.class, engines.load(kit))) {
            if (store.scheme().equals(scheme)) {
                return store;
            }
        }
        throw new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "'" + name + "': what is installed in '" + engines.folder(kit) + "' has no " + scheme + MARK
                        + "; install it again: baro engines install " + kit.name());
    }

    private static BarographException unknown(String scheme, String name) {
        TreeSet<String> known = new TreeSet<>();
        EngineKit.ALL.forEach(kit -> kit.schemes().forEach(one -> known.add(one + MARK)));
        return new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "'" + name + "': there is no file system '" + scheme + MARK + "'; files are on this machine, or on "
                        + String.join(", ", known));
    }
}
