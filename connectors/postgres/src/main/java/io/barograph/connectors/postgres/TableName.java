package io.barograph.connectors.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table in a database.
 *
 * @param schema null for the first one of the connection's search path
 */
record TableName(@Nullable String schema, String name) {
    private static final String PART = "(?:\"((?:[^\"]|\"\")+)\"|([^.\"]+))";
    private static final Pattern NAME = Pattern.compile("(?:" + PART + "\\.)?" + PART);

    /** {@code name}, {@code schema.name}, either in double quotes or without; taken as it stands. Null where it is none. */
    static @Nullable TableName parse(String text) {
        Matcher parts = NAME.matcher(text.trim());
        if (!parts.matches()) {
            return null;
        }
        String schema = part(parts, 1);
        String name = part(parts, 3);
        return name == null ? null : new TableName(schema, name);
    }

    private static @Nullable String part(Matcher parts, int group) {
        String quoted = parts.group(group);
        return quoted == null ? parts.group(group + 1) : quoted.replace("\"\"", "\"");
    }

    /** Another table beside this one. */
    TableName beside(String other) {
        return new TableName(schema, other);
    }

    /** As SQL names it. */
    String sql() {
        return schema == null ? quote(name) : quote(schema) + "." + quote(name);
    }

    /** A name in SQL, whatever stands in it. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** To people. */
    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
