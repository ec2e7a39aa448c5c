package io.barograph.core.source;

import io.barograph.core.column.Schema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file format that can be a table; found with {@link java.util.ServiceLoader}. */
public interface Format {
    /** Lower case, as in {@code 'format' = 'csv'}. */
    String name();

    /** Whether a file of this name looks like one of ours. */
    boolean recognises(String path);

    /**
     * Looks at the files once and says how to read them.
     *
     * @param paths existing files, at least one, in lane order
     * @param options given by the user; unknown ones are refused with a {@code BarographException}
     * @param declared columns that override inference, by name; may be partial; null where none are declared
     */
    TableDescription describe(String name, List<String> paths, Map<String, String> options, @Nullable Schema declared)
            throws IOException;

    /** Opens a table for reading; cheap, nothing is read yet. */
    Table open(TableDescription description) throws IOException;
}
