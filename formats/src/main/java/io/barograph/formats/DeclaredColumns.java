package io.barograph.formats;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import java.util.Collection;
import java.util.List;

/** Declared columns and those of a file, matched as SQL matches names. */
public final class DeclaredColumns {
    private DeclaredColumns() {}

    /**
     * Declared columns by the names that the file has: exactly the declared name, else the one name that differs in case alone. A
     * column of which there is none, or that several could be, keeps its name.
     */
    public static Schema inFile(Schema declared, Collection<String> names) {
        return new Schema(declared.fields().stream()
                .map(field -> inFile(field, declared, names))
                .toList());
    }

    private static Field inFile(Field field, Schema declared, Collection<String> names) {
        if (names.contains(field.name())) {
            return field;
        }
        List<String> near =
                names.stream().filter(field.name()::equalsIgnoreCase).toList();
        long claims =
                declared.names().stream().filter(field.name()::equalsIgnoreCase).count();
        return near.size() == 1 && claims == 1 ? new Field(near.get(0), field.type()) : field;
    }
}
