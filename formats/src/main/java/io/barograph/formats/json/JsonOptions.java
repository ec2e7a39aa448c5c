package io.barograph.formats.json;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.formats.text.TimeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The options of a JSON table: as users give them, and as a description carries what was found. */
final class JsonOptions {
    /** {@link #LINES} or {@link #OBJECTS}. */
    static final String LAYOUT = "layout";

    /** Of one column: {@code pointer.NAME}, a JSON pointer (RFC 6901) to its value in a record. */
    static final String POINTER_OF = "pointer.";

    /** An object a line. */
    static final String LINES = "lines";
    /** Objects in an array, or one after the other, over any number of lines. */
    static final String OBJECTS = "objects";

    private static final List<String> KEYS = List.of(LAYOUT, POINTER_OF + "NAME", TimeOptions.UNIT, TimeOptions.ZONE);

    private JsonOptions() {}

    /** Refuses what is no option of ours. */
    static void check(Map<String, String> options) {
        for (String key : options.keySet()) {
            boolean known = KEYS.contains(key) || key.startsWith(TimeOptions.UNIT_OF) || key.startsWith(POINTER_OF);
            if (!known) {
                throw new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "format 'json' has no option '" + key + "'" + NearNames.hint(key, KEYS, "its options"));
            }
        }
        String layout = options.get(LAYOUT);
        if (layout != null && !List.of(LINES, OBJECTS, "auto").contains(layout)) {
            throw TimeOptions.invalid(LAYOUT, layout, LINES + ", " + OBJECTS + " or auto");
        }
    }

    /** Whether an option says something of records that are messages, not lines of a file. */
    static boolean isOfRecords(String key) {
        return key.equals(TimeOptions.UNIT)
                || key.equals(TimeOptions.ZONE)
                || key.startsWith(TimeOptions.UNIT_OF)
                || key.startsWith(POINTER_OF);
    }

    /** The names that lead to each column's value, from the record inwards. */
    static List<List<String>> paths(Map<String, String> options, Schema schema) {
        List<List<String>> paths = new ArrayList<>();
        for (String name : schema.names()) {
            paths.add(path(options, name));
        }
        return paths;
    }

    /** The names that lead to a column's value: the column's own, where no option says otherwise. */
    static List<String> path(Map<String, String> options, String column) {
        String pointer = options.get(POINTER_OF + column);
        if (pointer == null) {
            return List.of(column);
        }
        if (!pointer.startsWith("/")) {
            throw TimeOptions.invalid(POINTER_OF + column, pointer, "a JSON pointer such as '/values/" + column + "'");
        }
        List<String> path = new ArrayList<>();
        for (String step : pointer.substring(1).split("/", -1)) {
            path.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return path;
    }

    static String pointer(List<String> path) {
        StringBuilder pointer = new StringBuilder();
        for (String step : path) {
            pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
