package io.barograph.core.source;

import io.barograph.core.column.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the names in a query into tables. A file name or glob is a table. */
public interface Catalog {
    /**
     * The table behind a name. Asked again for the same name and options, it gives an equal description.
     *
     * @param name a path, a glob, or a declared name
     * @param options format and its options, where declared; else empty
     * @param declared columns that override inference; null where none are declared
     * @throws io.barograph.core.error.BarographException {@code UNKNOWN_TABLE} or {@code FILE_NOT_FOUND}, with what was
     *     looked for and what is there instead
     */
    TableDescription table(String name, Map<String, String> options, @Nullable Schema declared);

    /**
     * Refuses a declaration that can mean no table here, whatever there is: an unknown connector. Looks at no data.
     *
     * @throws io.barograph.core.error.BarographException {@code NOT_SUPPORTED}
     */
    default void check(TableDeclaration declaration) {}

    /**
     * Whether a table that is read has rows of what is written to another: it has the same place, however that is spelled, or holds
     * it. Looks at no data; the tables need not be there.
     */
    default boolean reads(TableDeclaration read, TableDeclaration written) {
        return read.path().equals(written.path());
    }

    /** Opens a description that {@link #table} gave, or an equal one. */
    Table open(TableDescription description);
}
