package io.barograph.formats;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * A name with wildcards: {@code *}, {@code ?}, {@code [ab]}, {@code {a,b}}, and {@code **} across directories.
 *
 * @param folder where all that match are, as far as it is named without wildcards; empty for the current one
 * @param pattern of paths from there, {@code /} between folders
 */
record FileGlob(String folder, String pattern) {
    private static final String WILD = "*?[{";

    /** Whether a name has wildcards. */
    static boolean isGlob(String name) {
        return name.chars().anyMatch(c -> WILD.indexOf(c) >= 0);
    }

    /** Takes a name that {@link #isGlob} apart. */
    static FileGlob of(String name) {
        int firstWild = 0;
        while (WILD.indexOf(name.charAt(firstWild)) < 0) {
            firstWild++;
        }
        int slash = name.lastIndexOf('/', firstWild);
        String folder = slash < 0 ? "" : slash == 0 ? "/" : name.substring(0, slash);
        return new FileGlob(folder, name.substring(slash + 1));
    }

    /** Whether files match at any depth. */
    boolean isDeep() {
        return pattern.contains("**");
    }

    /** How deep files lie that match, 1 for those in the folder itself. */
    int depth() {
        return isDeep()
                ? Integer.MAX_VALUE
                : 1 + (int) pattern.chars().filter(c -> c == '/').count();
    }

    /**
     * What takes paths from the folder that match.
     *
     * @throws BarographException INVALID_ARGUMENT where it is no pattern
     */
    PathMatcher matcher() {
        PathMatcher matcher = matcher(pattern);
        // Of a double star's meanings, "no directory" too: a/**/b matches a/b.
        PathMatcher flat = matcher(pattern.replace("**/", ""));
        return path -> matcher.matches(path) || flat.matches(path);
    }

    /** Whether files in a folder of this path, from the glob's own, may match. */
    boolean mayMatchIn(String path) {
        List<String> folders = List.of(path.split("/", -1));
        List<String> parts = List.of(pattern.split("/", -1));
        for (int i = 0; i < folders.size(); i++) {
            if (i >= parts.size() - 1) {
                return isDeep();
            }
            if (parts.get(i).contains("**")) {
                return true;
            }
            if (!matcher(parts.get(i)).matches(Path.of(folders.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (IllegalArgumentException e) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT, "'" + pattern + "' is no pattern of file names: " + e.getMessage(), e);
        }
    }
}
