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
 */
public record TableDeclaration(
        String name,
        Map<String, String> options,
        @Nullable Schema columns,
        @Nullable EventTime eventTime,
        List<String> partitionedBy) {
    public TableDeclaration {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        partitionedBy = List.copyOf(partitionedBy);
    }

    /** A file, by its name alone. */
    public static TableDeclaration file(String path) {
        return new TableDeclaration(path, Map.of("path", path), null, null, List.of());
    }

    /** The table in another place. */
    public TableDeclaration at(String path) {
        Map<String, String> placed = new TreeMap<>(options);
        placed.put("path", path);
        return new TableDeclaration(name, placed, columns, eventTime, partitionedBy);
    }

    /** The file, folder or glob, or the table's name where no option says. */
    public String path() {
        return options.getOrDefault("path", name);
    }
}
