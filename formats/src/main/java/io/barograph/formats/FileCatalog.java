package io.barograph.formats;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Connector;
import io.barograph.core.source.Format;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.core.watermark.LeftOutTable;
import io.barograph.formats.hive.HiveLayout;
import io.barograph.formats.hive.HiveTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of the local file system as tables. A name is a path, a directory or a glob ({@code *}, {@code ?}, {@code [ab]},
 * {@code {a,b}}, and {@code **} across directories); a declared table gives its files in the option {@code path} and may
 * give its {@code format}. Formats are found with {@link ServiceLoader}. Thread-safe.
 */
public final class FileCatalog implements Catalog {
    private static final String PATH = "path";
    private static final String FORMAT = "format";

    private final List<Format> formats;

    public FileCatalog() {
        List<Format> found = new ArrayList<>();
        ServiceLoader.load(Format.class, FileCatalog.class.getClassLoader()).forEach(found::add);
        this.formats = List.copyOf(found);
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        Map<String, String> others = new TreeMap<>(options);
        String connector = others.remove(Connectors.OPTION);
        if (connector != null && !connector.equalsIgnoreCase(Connectors.FILES)) {
            Connector named = Connectors.named(connector);
            return named.catalog().table(name, others, declared).withConnection(named::isConnection);
        }
        String where = options.getOrDefault(PATH, name);
        others.remove(PATH);
        String wanted = others.remove(FORMAT);
        Format named = wanted == null ? null : format(wanted);
        boolean follows = GrowingFiles.takeFollow(name, others);
        boolean keyed = !"false".equalsIgnoreCase(others.remove(HiveLayout.OPTION));
        List<String> paths = paths(where, named);
        Format format = named == null ? formatOf(paths.get(0)) : named;
        HiveLayout layout = keyed ? HiveLayout.of(paths) : null;
        try {
            if (follows) {
                return GrowingFiles.described(format.describe(name, paths, others, declared), where, layout != null);
            }
            if (layout == null) {
                return format.describe(name, paths, others, declared);
            }
            return layout.extend(format.describe(name, paths, others, layout.ofFiles(declared)), declared);
        } catch (IOException e) {
            throw unreadable(where, e);
        }
    }

    /**
     * The files of a path, a glob or a directory as they are now, sorted by name.
     *
     * @throws BarographException FILE_NOT_FOUND where there is none
     */
    public List<String> files(String where, String format) {
        return paths(where, format(format));
    }

    /** The files of a path, a glob or a directory. */
    private List<String> paths(String where, @Nullable Format named) {
        if (isGlob(where) && !exists(where)) {
            return expand(where, named);
        }
        if (!exists(where)) {
            throw missing(where);
        }
        Path path = Path.of(where);
        if (Files.isDirectory(path)) {
            return filesIn(path, named);
        }
        if (!Files.isRegularFile(path)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "'" + where + "' is no file but a pipe or a device, which can be read only once; write it to a file"
                            + " first");
        }
        return List.of(where);
    }

    /** The tables' files in a directory, at any depth, sorted by name; what begins with a dot or underscore is hidden. */
    private List<String> filesIn(Path directory, @Nullable Format named) {
        TreeSet<String> found = new TreeSet<>();
        TreeSet<String> kinds = new TreeSet<>();
        TreeSet<String> others = new TreeSet<>();
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                if (isHidden(directory.relativize(file), "._")) {
                    return;
                }
                Format known = named != null && named.recognises(file.toString()) ? named : null;
                if (named == null) {
                    known = formats.stream()
                            .filter(format -> format.recognises(file.toString()))
                            .findFirst()
                            .orElse(null);
                }
                if (known != null) {
                    found.add(file.toString());
                    kinds.add(known.name());
                }
                others.add(file.toString());
            });
        } catch (UncheckedIOException e) {
            throw unreadable(directory.toString(), Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(directory.toString(), e);
        }
        if (found.isEmpty() && named != null) {
            // Their names need not tell of the format where it is declared.
            found.addAll(others);
        }
        if (found.isEmpty()) {
            throw new BarographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "'" + directory + "' is a directory in which no file's name tells of a table"
                            + listing(directory, ""));
        }
        if (kinds.size() > 1) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + directory + "' is a directory of several formats (" + String.join(", ", kinds)
                            + "); its files of one are a table as '" + directory.resolve("**")
                            + "/*.csv', or declare the table with its 'format'");
        }
        return List.copyOf(found);
    }

    private static boolean isHidden(Path relative, String marks) {
        for (Path part : relative) {
            if (marks.indexOf(part.toString().charAt(0)) >= 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void check(TableDeclaration declaration) {
        String connector = declaration.options().get(Connectors.OPTION);
        if (connector != null) {
            Connectors.named(connector);
        }
    }

    /** Whether a file of this name looks like a table of some format. */
    public boolean recognises(String file) {
        return formats.stream().anyMatch(format -> format.recognises(file));
    }

    @Override
    public Table open(TableDescription description) {
        if (description.leftOut() != null) {
            return new LeftOutTable(description, open(description.source()));
        }
        if (GrowingFiles.isFollowed(description)) {
            return open(
                    GrowingFiles.atRest(description, files(description.paths().get(0), description.format())));
        }
        String connector = description.options().get(Connectors.OPTION);
        if (connector != null) {
            return Connectors.named(connector).catalog().open(description);
        }
        try {
            Format format = format(description.format());
            return HiveLayout.isPartitioned(description)
                    ? new HiveTable(description, format.open(HiveLayout.files(description)))
                    : format.open(description);
        } catch (IOException e) {
            throw unreadable(description.name(), e);
        }
    }

    private Format format(String name) {
        List<String> names = formats.stream().map(Format::name).toList();
        return formats.stream()
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "there is no format '" + name + "'" + NearNames.didYouMean(name, names) + "; there is "
                                + String.join(", ", names)));
    }

    private Format formatOf(String path) {
        return formats.stream()
                .filter(format -> format.recognises(path))
                .findFirst()
                .orElseThrow(() -> new BarographException(
                        ErrorCode.NOT_SUPPORTED,
                        "no format is known by the name of '" + path + "'; declare it: CREATE TABLE t WITH ('path' = '"
                                + path + "', 'format' = 'csv')"));
    }

    private static boolean isGlob(String name) {
        return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The files that match, sorted by name. */
    private List<String> expand(String glob, @Nullable Format named) {
        int firstStar = 0;
        while ("*?[{".indexOf(glob.charAt(firstStar)) < 0) {
            firstStar++;
        }
        int slash = glob.lastIndexOf('/', firstStar);
        String base = slash < 0 ? "" : slash == 0 ? "/" : glob.substring(0, slash);
        String pattern = glob.substring(slash + 1);
        // Of a double star's meanings, "no directory" too: a/**/b matches a/b.
        PathMatcher matcher = matcher(pattern);
        PathMatcher flat = matcher(pattern.replace("**/", ""));
        Path root = Path.of(base);
        int depth = pattern.contains("**")
                ? Integer.MAX_VALUE
                : 1 + (int) pattern.chars().filter(c -> c == '/').count();
        if (!Files.isDirectory(root)) {
            throw missing(glob);
        }
        TreeSet<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root, depth)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                Path relative = root.relativize(file);
                boolean known = named != null
                        || !pattern.endsWith("*")
                        || formats.stream().anyMatch(format -> format.recognises(file.toString()));
                // What a run is still writing lies in hidden folders.
                boolean hidden = pattern.contains("**") && isHidden(relative, ".");
                if (known && !hidden && (matcher.matches(relative) || flat.matches(relative))) {
                    found.add(file.toString());
                }
            });
        } catch (UncheckedIOException e) {
            throw unreadable(glob, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(glob, e);
        }
        if (found.isEmpty()) {
            throw new BarographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "no file matches '" + glob + "' in " + root.toAbsolutePath() + listing(root, pattern));
        }
        return List.copyOf(found);
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (IllegalArgumentException e) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT, "'" + pattern + "' is no pattern of file names: " + e.getMessage(), e);
        }
    }

    private BarographException missing(String name) {
        boolean pathLike = name.indexOf('/') >= 0 || name.indexOf('.') >= 0 || isGlob(name);
        if (!pathLike) {
            return new BarographException(
                    ErrorCode.UNKNOWN_TABLE,
                    "there is no table '" + name + "', and no file of that name; files are tables: FROM 'data.csv'"
                            + listing(Path.of(""), name));
        }
        Path path = Path.of(name);
        Path parent = path.getParent();
        Path directory = parent == null ? Path.of("") : parent;
        if (!Files.exists(path) && !Files.notExists(path)) {
            return ReadFailure.of(name, new AccessDeniedException(name));
        }
        if (!Files.isDirectory(directory)) {
            return new BarographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "there is no file '" + name + "': the directory '" + directory.toAbsolutePath()
                            + "' does not exist");
        }
        return new BarographException(
                ErrorCode.FILE_NOT_FOUND,
                "there is no file '" + name + "' (looked in " + directory.toAbsolutePath() + ")"
                        + listing(directory, String.valueOf(path.getFileName())));
    }

    /** What is there instead: the nearest name, or some files that could be tables. */
    private String listing(Path directory, String wanted) {
        try (Stream<Path> files = Files.list(directory.toString().isEmpty() ? Path.of(".") : directory)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
            List<String> near = NearNames.of(wanted, names);
            if (!near.isEmpty()) {
                return NearNames.question(
                        near.stream().map(file -> "'" + file + "'").toList());
            }
            List<String> tables = names.stream()
                    .filter(file -> formats.stream().anyMatch(format -> format.recognises(file)))
                    .limit(5)
                    .toList();
            return tables.isEmpty() ? "" : "; there are " + String.join(", ", tables);
        } catch (IOException e) {
            return "";
        }
    }

    /** Of several files, the failure names the one that it is about. */
    private static BarographException unreadable(String name, IOException e) {
        boolean one = e instanceof FileSystemException about && about.getFile() != null;
        return ReadFailure.of(one ? ((FileSystemException) e).getFile() : name, e);
    }
}
