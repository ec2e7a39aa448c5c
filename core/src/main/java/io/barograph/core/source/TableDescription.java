package io.barograph.core.source;

import io.barograph.core.column.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to read a table again, anywhere: what a plan carries.
 *
 * @param name as the query's text calls it
 * @param format name of the {@link Format} that made this
 * @param paths files, in the order of their names; each is a lane
 * @param options what the format found or was told (delimiter, header, …): enough to read without inferring again
 * @param schema inferred once, at planning, or declared
 * @param unreadable columns that the files have but that cannot be read, in order: name, and what they are ("a list")
 * @param eventTime what the declaration says about it, or null
 * @param leftOut whose left-out records these are, where it is a table of such; else null
 * @param connection names of those options that only say how to get at the rows ({@link Connector#isConnection})
 * @param untyped names of columns whose type nobody declared and of which no value was seen. They are read as VARCHAR; a
 *     query that needs another type converts them. Only planning asks
 */
public record TableDescription(
        String name,
        String format,
        List<String> paths,
        Map<String, String> options,
        Schema schema,
        Map<String, String> unreadable,
        @Nullable EventTime eventTime,
        @Nullable LeftOut leftOut,
        Set<String> connection,
        Set<String> untyped) {
    public TableDescription {
        paths = List.copyOf(paths);
        connection = Set.copyOf(connection);
        untyped = Set.copyOf(untyped);
        unreadable = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(unreadable));
        options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** A table of records that are not left out of another one, without options that only say how to get at it. */
    public TableDescription(
            String name,
            String format,
            List<String> paths,
            Map<String, String> options,
            Schema schema,
            Map<String, String> unreadable,
            @Nullable EventTime eventTime) {
        this(name, format, paths, options, schema, unreadable, eventTime, null, Set.of(), Set.of());
    }

    /** A table all of whose columns can be read, without a declared event time. */
    public TableDescription(
            String name, String format, List<String> paths, Map<String, String> options, Schema schema) {
        this(name, format, paths, options, schema, Map.of());
    }

    /** A table without a declared event time. */
    public TableDescription(
            String name,
            String format,
            List<String> paths,
            Map<String, String> options,
            Schema schema,
            Map<String, String> unreadable) {
        this(name, format, paths, options, schema, unreadable, null);
    }

    public TableDescription withEventTime(EventTime declared) {
        return new TableDescription(
                name, format, paths, options, schema, unreadable, declared, leftOut, connection, untyped);
    }

    /** The same table, where it is known of which columns no value was seen. */
    public TableDescription withUntyped(Set<String> columns) {
        return new TableDescription(
                name, format, paths, options, schema, unreadable, eventTime, leftOut, connection, columns);
    }

    /** The table whose lanes are read: this one, or the one whose records are {@link #leftOut}. */
    public TableDescription source() {
        return leftOut == null ? this : leftOut.table();
    }

    /** Part of a plan's canonical text: what decides which of the lanes' records are the table's rows. */
    public String timeText() {
        return leftOut != null ? leftOut.text() : eventTime == null ? "" : " " + eventTime.text();
    }

    /** The same table, where it is known which options only say how to get at it. */
    public TableDescription withConnection(Predicate<String> isConnection) {
        Set<String> names = options.keySet().stream().filter(isConnection).collect(Collectors.toSet());
        return new TableDescription(
                name, format, paths, options, schema, unreadable, eventTime, leftOut, names, untyped);
    }

    /** The options that say which rows these are, and what they mean. */
    public Map<String, String> meaning() {
        Map<String, String> kept = new TreeMap<>(options);
        kept.keySet().removeAll(connection);
        return kept;
    }
}
