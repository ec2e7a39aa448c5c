package io.barograph.server.files;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.store.FileStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The folders below which SQL may name files. Where a name leads is looked at behind all links and {@code ..}, for what is there
 * and for what is yet to be written. Thread-safe.
 */
public final class DataFolders {
    private final List<Path> roots;

    /**
     * @param roots folders that are there
     * @throws BarographException FILE_NOT_FOUND where one is not
     */
    public DataFolders(List<Path> roots) {
        List<Path> real = new ArrayList<>();
        for (Path root : roots) {
            try {
                real.add(root.toRealPath());
            } catch (IOException e) {
                throw new BarographException(
                        ErrorCode.FILE_NOT_FOUND,
                        "there is no folder '" + root + "', which the configuration names under 'files'; make it first",
                        e);
            }
        }
        this.roots = new CopyOnWriteArrayList<>(real);
    }

    /** Adds a folder of the service's own, which need not be there yet. */
    public void allow(Path folder) {
        Path real = real(folder.toString());
        if (real != null) {
            roots.add(real);
        }
    }

    /**
     * Refuses a name that leads elsewhere.
     *
     * @param name of a file or folder, or a pattern of such names
     * @throws BarographException {@code NOT_ALLOWED}, which says nothing of what is there
     */
    public void require(String name) {
        if (!FileStores.isLocal(name)) {
            throw refused(name);
        }
        Path real = real(fixedPart(name));
        // Behind its first wild card a pattern may not climb.
        boolean climbs = name.indexOf("..", fixedPart(name).length()) >= 0;
        if (real == null || climbs || roots.stream().noneMatch(real::startsWith)) {
            throw refused(name);
        }
    }

    /** What stands before a pattern's first wild card, up to a folder's end; the whole name of what is no pattern. */
    private static String fixedPart(String name) {
        int wild = 0;
        while (wild < name.length() && "*?[{".indexOf(name.charAt(wild)) < 0) {
            wild++;
        }
        return wild == name.length() ? name : name.substring(0, name.lastIndexOf('/', wild) + 1);
    }

    /** Where a name leads: the nearest folder that is there without links, and the rest. */
    private static @Nullable Path real(String name) {
        try {
            Path path = FileStores.localPath(name).toAbsolutePath();
            Path there = path;
            while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
                there = there.getParent();
            }
            if (there == null) {
                return null;
            }
            Path rest = there.relativize(path);
            for (Path part : rest) {
                if (part.toString().equals("..")) {
                    return null;
                }
            }
            return there.toRealPath().resolve(rest).normalize();
        } catch (IOException | InvalidPathException e) {
            // A link that leads nowhere may lead anywhere.
            return null;
        }
    }

    private BarographException refused(String name) {
        return new BarographException(
                ErrorCode.NOT_ALLOWED,
                "'" + name + "' is not below a folder that this service may use ("
                        + roots.stream().map(Path::toString).collect(Collectors.joining(", "))
                        + "); name its folder under 'files' in the configuration");
    }
}
