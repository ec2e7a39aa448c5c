package io.barograph.formats;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.source.Format;
import io.barograph.formats.store.FileStore;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.PipeCopies;
import io.barograph.formats.store.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that a name means: a path, a directory or a glob ({@code *}, {@code ?}, {@code [ab]}, {@code {a,b}}, and
 * {@code **} across directories), in the store that the name's scheme says. Thread-safe.
 */
final class FileSearch {
    private final List<Format> formats;

    FileSearch(List<Format> formats) {
        this.formats = formats;
    }

    /**
     * As {@link #files}; a pipe is one of them, and copied, where this process does so ({@link FileStores#copyPipes}). Standard input
     * has one name then, however it is called.
     */
    List<String> filesOrPipe(String where, @Nullable Format named) {
        PipeCopies pipes = FileStores.pipes();
        if (pipes == null) {
            return files(where, named);
        }
        try {
            StoredFile found = FileStores.of(where).find(where);
            boolean isInput = PipeCopies.isStandardInput(where)
                    && (found == null || !where.equals(PipeCopies.STANDARD_INPUT) || !found.isFile());
            if (!isInput && (found == null || found.kind() != StoredFile.Kind.PIPE)) {
                return files(where, named);
            }
            String pipe = isInput ? PipeCopies.STANDARD_INPUT : where;
            pipes.copy(pipe);
            return List.of(pipe);
        } catch (IOException e) {
            throw ReadFailure.ofFiles(where, e);
        }
    }

    /**
     * The files of a path, a glob or a directory, sorted by name.
     *
     * @param named the format that was declared, or null
     * @throws BarographException FILE_NOT_FOUND or UNKNOWN_TABLE where there is none, with what is there instead
     */
    List<String> files(String where, @Nullable Format named) {
        FileStore store = FileStores.of(where);
        try {
            StoredFile found = store.find(where);
            if (found == null && where.equals(PipeCopies.STANDARD_INPUT)) {
                throw readOnce(where);
            }
            if (found == null) {
                if (FileGlob.isGlob(where)) {
                    return expand(store, where, named);
                }
                throw missing(store, where);
            }
            return switch (found.kind()) {
                case FOLDER -> filesIn(store, where, named);
                case FILE -> List.of(where);
                case PIPE, OTHER -> throw readOnce(where);
            };
        } catch (IOException e) {
            throw ReadFailure.ofFiles(where, e);
        }
    }

    private static BarographException readOnce(String where) {
        return new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "'" + where
                        + "' is no file but a pipe or a device, which can be read only once; write it to a file first: "
                        + "cat > readings.csv. Rows that keep coming by standard input are a table of baro run, WITH"
                        + " ('connector' = 'stdin')");
    }

    private boolean isKnown(String file) {
        return formats.stream().anyMatch(format -> format.recognises(file));
    }

    /** The tables' files in a directory, at any depth, sorted by name; what begins with a dot or underscore is hidden. */
    private List<String> filesIn(FileStore store, String directory, @Nullable Format named) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        TreeSet<String> kinds = new TreeSet<>();
        TreeSet<String> others = new TreeSet<>();
        List<Format> wanted = named == null ? formats : List.of(named);
        store.walk(directory, Integer.MAX_VALUE, file -> {
            String name = file.name();
            if (!file.isFile() || isHidden(store.pathFrom(directory, name), "._")) {
                return;
            }
            wanted.stream()
                    .filter(format -> format.recognises(name))
                    .findFirst()
                    .ifPresent(known -> {
                        found.add(name);
                        kinds.add(known.name());
                    });
            others.add(name);
        });
        if (found.isEmpty() && named != null) {
            // Their names need not tell of the format where it is declared.
            found.addAll(others);
        }
        if (found.isEmpty()) {
            throw new BarographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "'" + directory + "' is a directory in which no file's name tells of a table"
                            + listing(store, directory, ""));
        }
        if (kinds.size() > 1) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + directory + "' is a directory of several formats (" + String.join(", ", kinds)
                            + "); its files of one are a table as '" + store.in(directory, "**/*.csv")
                            + "', or declare the table with its 'format'");
        }
        return List.copyOf(found);
    }

    private static boolean isHidden(String path, String marks) {
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty() && marks.indexOf(part.charAt(0)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The files that match, sorted by name. */
    private List<String> expand(FileStore store, String glob, @Nullable Format named) throws IOException {
        FileGlob parts = FileGlob.of(glob);
        String root = parts.folder();
        String pattern = parts.pattern();
        PathMatcher matcher = parts.matcher();
        if (!isFolder(store, root)) {
            throw missing(store, glob);
        }
        TreeSet<String> found = new TreeSet<>();
        store.walk(root, parts.depth(), file -> {
            String path = store.pathFrom(root, file.name());
            boolean known = named != null || !pattern.endsWith("*") || isKnown(file.name());
            // What a run is still writing lies in hidden folders.
            boolean hidden = parts.isDeep() && isHidden(path, ".");
            if (file.isFile() && known && !hidden && matcher.matches(Path.of(path))) {
                found.add(file.name());
            }
        });
        if (found.isEmpty()) {
            throw new BarographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "no file matches '" + glob + "' in " + store.resolve(root) + listing(store, root, pattern));
        }
        return List.copyOf(found);
    }

    private static boolean isFolder(FileStore store, String name) throws IOException {
        StoredFile found = store.find(name);
        return found != null && found.isFolder();
    }

    private BarographException missing(FileStore store, String name) throws IOException {
        boolean pathLike = name.indexOf('/') >= 0 || name.indexOf('.') >= 0 || FileGlob.isGlob(name);
        if (!pathLike) {
            return new BarographException(
                    ErrorCode.UNKNOWN_TABLE,
                    "there is no table '" + name + "', and no file of that name; files are tables: FROM 'data.csv'"
                            + listing(store, "", name));
        }
        String directory = store.folderOf(name);
        String shown = store.resolve(directory);
        if (!isFolder(store, directory)) {
            return new BarographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "there is no file '" + name + "': the directory '" + shown + "' does not exist");
        }
        return new BarographException(
                ErrorCode.FILE_NOT_FOUND,
                "there is no file '" + name + "' (looked in " + shown + ")"
                        + listing(store, directory, store.lastOf(name)));
    }

    /** What is there instead: the nearest name, or some files that could be tables. */
    private String listing(FileStore store, String directory, String wanted) {
        List<String> names = new ArrayList<>();
        try {
            store.walk(directory, 1, file -> {
                if (file.isFile()) {
                    names.add(store.lastOf(file.name()));
                }
            });
        } catch (IOException e) {
            return "";
        }
        names.sort(null);
        List<String> near = NearNames.of(wanted, names);
        if (!near.isEmpty()) {
            return NearNames.question(
                    near.stream().map(file -> "'" + file + "'").toList());
        }
        List<String> tables = names.stream().filter(this::isKnown).limit(5).toList();
        return tables.isEmpty() ? "" : "; there are " + String.join(", ", tables);
    }
}
