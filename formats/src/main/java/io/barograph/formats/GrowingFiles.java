package io.barograph.formats;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.store.FileStores;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tables of files that are followed as they grow: {@code 'follow' = 'true'}. The description of one names its connector, and as its
 * only path what was declared, since files may come yet.
 */
public final class GrowingFiles {
    private static final String FOLLOW = "follow";
    /** What the description of a file has whose lines before the header nobody spoke of. */
    private static final String PREAMBLE = "preamble";

    private GrowingFiles() {}

    /**
     * Whether the options of a table say so; they lose that one.
     *
     * @throws BarographException INVALID_OPTION for neither true nor false
     */
    static boolean takeFollow(String table, Map<String, String> options) {
        return isTrue(table, FOLLOW, options.remove(FOLLOW));
    }

    /** An option that is true or false; false where it is not given. */
    public static boolean isTrue(String table, String option, @Nullable String value) {
        if (value != null && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "option '" + option + "' of table " + table + " is true or false, not '" + value + "'");
        }
        return "true".equalsIgnoreCase(value);
    }

    /**
     * The description of files that grow, from that of the files as they are.
     *
     * @param where a file, glob or directory
     */
    static TableDescription described(TableDescription files, String where, boolean isPartitioned) {
        requireLocal(where);
        if (isPartitioned) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "folders such as 'dt=2023-01-01' are no columns of files that are followed; declare the table with"
                            + " 'hive-partitioning' = 'false'");
        }
        if (files.options().containsKey(PREAMBLE)) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "'" + where + "' has lines before its header; say how many all files have that come: 'skip' = '"
                            + files.options().get("skip") + "'");
        }
        Map<String, String> options = new TreeMap<>(files.options());
        options.put(Connectors.OPTION, Connectors.FILES);
        options.put(FOLLOW, "true");
        return new TableDescription(
                files.name(), files.format(), List.of(where), options, files.schema(), files.unreadable());
    }

    /**
     * Refuses a place whose files are not watched here.
     *
     * @throws BarographException NOT_SUPPORTED where a live query is to read files that are not on this machine
     */
    private static void requireLocal(String where) {
        if (!FileStores.isLocal(where)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "'" + where
                            + "' is not on this machine, and live queries follow files here alone; read it at rest, without"
                            + " 'follow'");
        }
    }

    /** Whether a table is declared as one of files that grow. */
    static boolean isFollowed(TableDeclaration declaration) {
        return "true".equalsIgnoreCase(declaration.options().get(FOLLOW));
    }

    /** Whether a description is one of files that grow. */
    public static boolean isFollowed(TableDescription description) {
        return description.options().containsKey(FOLLOW);
    }

    /** The description of some files as they are. */
    public static TableDescription atRest(TableDescription followed, List<String> files) {
        Map<String, String> options = new TreeMap<>(followed.options());
        options.remove(Connectors.OPTION);
        options.remove(FOLLOW);
        return new TableDescription(
                followed.name(),
                followed.format(),
                files,
                options,
                followed.schema(),
                followed.unreadable(),
                followed.eventTime());
    }
}
