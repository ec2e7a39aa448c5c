package io.barograph.core.source;

import io.barograph.core.column.Schema;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a text says about a table, before anybody has looked at it: {@code CREATE TABLE … WITH (…)}, or a file's name. It may
 * be read, by way of a {@link Catalog}, or written.
 *
 * @param options with lower-case names: connector, path, format and what those take
 * @param columns as declared, or null where they are to be found
 * @param partitionedBy names of the columns by whose values the table's folder is divided
 * @param primaryKey names of the columns that tell the table's rows apart, as a sink may use them: a row takes the place of the
 *     one before it. Nobody checks it, and for reading it means nothing: duplicates stay rows. Empty where none is declared
 */
public record TableDeclaration(
        String name,
        Map<String, String> options,
        @Nullable Schema columns,
        @Nullable EventTime eventTime,
        List<String> partitionedBy,
        List<String> primaryKey) {
    public TableDeclaration {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        partitionedBy = List.copyOf(partitionedBy);
        primaryKey = List.copyOf(primaryKey);
    }

    /** A table without a declared key. */
    public TableDeclaration(
            String name,
            Map<String, String> options,
            @Nullable Schema columns,
            @Nullable EventTime eventTime,
            List<String> partitionedBy) {
        this(name, options, columns, eventTime, partitionedBy, List.of());
    }

    /** A file, by its name alone. */
    public static TableDeclaration file(String path) {
        return new TableDeclaration(path, Map.of("path", path), null, null, List.of());
    }

    /** The table in another place. */
    public TableDeclaration at(String path) {
        Map<String, String> placed = new TreeMap<>(options);
        placed.put("path", path);
        return new TableDeclaration(name, placed, columns, eventTime, partitionedBy, primaryKey);
    }

    /** The table with these columns. */
    public TableDeclaration with(Schema others) {
        return new TableDeclaration(name, options, others, eventTime, partitionedBy, primaryKey);
    }

    /** The file, folder or glob, or the table's name where no option says. */
    public String path() {
        return options.getOrDefault("path", name);
    }
}
