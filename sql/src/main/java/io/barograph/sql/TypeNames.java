package io.barograph.sql;

import io.barograph.core.column.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of types in SQL. */
final class TypeNames {
    /** The names to mention in messages: one per type. */
    static final String KNOWN = "BOOLEAN, BIGINT, DOUBLE, VARCHAR, TIMESTAMP, INTERVAL";

    /** Names of types that other dialects have and this one does not, yet. */
    private static final List<String> LATER =
            List.of("DECIMAL", "NUMERIC", "TIME", "BINARY", "VARBINARY", "BYTES", "ARRAY", "MAP");

    private TypeNames() {}

    /** The type that a name stands for, in any case; narrower numbers widen, a DATE is the TIMESTAMP of its midnight. */
    static Optional<Type> find(String name) {
        Type type = switch (name.toUpperCase(Locale.ROOT)) {
            case "BOOLEAN", "BOOL" -> Type.BOOLEAN;
            case "BIGINT", "INT", "INTEGER", "SMALLINT", "TINYINT", "LONG", "INT8", "INT4", "INT2" -> Type.BIGINT;
            case "DOUBLE", "DOUBLE PRECISION", "REAL", "FLOAT", "FLOAT8", "FLOAT4" -> Type.DOUBLE;
            case "VARCHAR", "STRING", "TEXT", "CHAR", "CHARACTER" -> Type.VARCHAR;
            case "TIMESTAMP", "DATETIME", "DATE", "TIMESTAMP_LTZ" -> Type.TIMESTAMP;
            case "INTERVAL" -> Type.INTERVAL;
            default -> null;
        };
        return Optional.ofNullable(type);
    }

    /** Whether the name is a type's of other dialects that is to come. */
    static boolean isPlanned(String name) {
        return LATER.contains(name.toUpperCase(Locale.ROOT));
    }
}
