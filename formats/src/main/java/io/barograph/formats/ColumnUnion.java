package io.barograph.formats;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** The columns of several files that say themselves what they have, joined by name in the order of their coming. */
public final class ColumnUnion {
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Map<String, String> unreadable = new LinkedHashMap<>();

    /** @throws BarographException TYPE_MISMATCH where another file has it with another type */
    public void add(String name, Type type, String path) {
        Field known = fields.putIfAbsent(name, new Field(name, type));
        if (known != null && known.type() != type) {
            throw new BarographException(
                    ErrorCode.TYPE_MISMATCH,
                    "column '" + name + "' is " + known.type() + " in some files, but " + type + " in '" + path
                            + "'; read the files of each type on their own");
        }
    }

    /** Adds columns that cannot be read, with what they are. */
    public void addUnreadable(Map<String, String> columns) {
        unreadable.putAll(columns);
    }

    public Map<String, String> unreadable() {
        return unreadable;
    }

    /** The columns that can be read in all files. */
    public Schema schema() {
        Map<String, Field> readable = new LinkedHashMap<>(fields);
        unreadable.keySet().forEach(readable::remove);
        return new Schema(new ArrayList<>(readable.values()));
    }

    /** @throws BarographException TYPE_MISMATCH where a column is declared otherwise than it is */
    public static void checkDeclared(Schema declared, Schema schema, String name) {
        for (Field field : DeclaredColumns.inFile(declared, schema.names()).fields()) {
            int index = schema.indexOf(field.name());
            if (index < 0 || schema.type(index) != field.type()) {
                throw new BarographException(
                        ErrorCode.TYPE_MISMATCH,
                        "column '" + field.name() + "' is declared as " + field.type() + ", but '" + name + "' has "
                                + (index < 0 ? "no such column" : "it as " + schema.type(index))
                                + "; leave the columns out of the declaration, and cast in the query");
            }
        }
    }

    /** The error for a file whose column is not what the table says. */
    public static BarographException other(Field field, String found, String path) {
        return new BarographException(
                ErrorCode.TYPE_MISMATCH,
                "column '" + field.name() + "' is " + field.type() + " in the table, but " + found + " in '" + path
                        + "'; read the files of each type on their own");
    }
}
