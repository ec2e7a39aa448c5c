package io.barograph.connectors.postgres;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table as it is in the database.
 *
 * @param types of the schema's columns
 * @param isNew whether it was made just now
 * @param takesNullKeys whether rows whose key has a NULL are told apart, too
 */
record TargetTable(List<StoredType> types, boolean isNew, boolean takesNullKeys) {
    private record Stored(StoredType type, String text, boolean isGenerated, boolean needsValue) {}

    /**
     * Finds the table, or makes it, and checks that it can hold the rows.
     *
     * @throws io.barograph.core.error.BarographException where it is not there and may not be made, or does not fit
     */
    static TargetTable find(Connection connection, PostgresOptions options, Schema schema) throws SQLException {
        Map<String, Stored> columns = columns(connection, options.table());
        boolean isNew = columns.isEmpty();
        if (isNew) {
            create(connection, options, schema);
            columns = columns(connection, options.table());
        }
        List<StoredType> types = new ArrayList<>();
        for (Field field : schema.fields()) {
            types.add(fitting(options, field, columns));
        }
        columns.forEach((name, column) -> {
            if (column.needsValue && schema.indexOf(name) < 0) {
                throw options.failure(
                        ErrorCode.TYPE_MISMATCH,
                        "its column " + name + " is NOT NULL and has no default, but the rows have no such column");
            }
        });
        boolean nulls = !options.key().isEmpty() && takesNullKeys(connection, options);
        return new TargetTable(List.copyOf(types), isNew, nulls);
    }

    private static Map<String, Stored> columns(Connection connection, TableName table) throws SQLException {
        Map<String, Stored> columns = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT a.attname, t.typname, a.atttypmod, format_type(a.atttypid, a.atttypmod),
                       a.attgenerated <> '' OR a.attidentity = 'a',
                       a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
                  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                 WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
                 ORDER BY a.attnum""")) {
            query.setString(1, table.sql());
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    columns.put(
                            found.getString(1),
                            new Stored(
                                    new StoredType(found.getString(2), found.getInt(3)),
                                    found.getString(4),
                                    found.getBoolean(5),
                                    found.getBoolean(6)));
                }
            }
        }
        return columns;
    }

    private static void create(Connection connection, PostgresOptions options, Schema schema) throws SQLException {
        String columns = schema.fields().stream()
                .map(field -> TableName.quote(field.name()) + " " + StoredType.declared(field.type()))
                .collect(Collectors.joining(", "));
        if (!options.key().isEmpty()) {
            columns += ", PRIMARY KEY (" + Writes.names(options.key()) + ")";
        }
        String statement = "CREATE TABLE " + options.table().sql() + " (" + columns + ")";
        if (!options.creates()) {
            throw options.failure(
                    ErrorCode.UNKNOWN_TABLE,
                    "there is no such table; create it: " + statement + "; or leave 'create' out");
        }
        try (Statement creation = connection.createStatement()) {
            creation.execute(statement);
        }
    }

    private static StoredType fitting(PostgresOptions options, Field field, Map<String, Stored> columns) {
        Stored column = columns.get(field.name());
        if (column == null) {
            throw options.failure(
                    ErrorCode.UNKNOWN_COLUMN,
                    "it has no column '" + field.name() + "'"
                            + NearNames.hint(field.name(), List.copyOf(columns.keySet()), "its columns"));
        }
        if (column.isGenerated) {
            throw options.failure(
                    ErrorCode.TYPE_MISMATCH,
                    "its column " + field.name() + " is made by the database and takes no values");
        }
        if (!column.type.holds(field.type())) {
            throw options.failure(
                    ErrorCode.TYPE_MISMATCH,
                    "its column " + field.name() + " is " + column.text + ", which does not hold every "
                            + field.type() + " as it is; make it " + StoredType.fitting(field.type())
                            + ", or CAST in the query and declare the column so");
        }
        return column.type;
    }

    /** Finds the index that tells rows with the declared key apart. */
    private static boolean takesNullKeys(Connection connection, PostgresOptions options) throws SQLException {
        Set<String> key = new HashSet<>(options.key());
        boolean found = false;
        // Of the index as a document, because servers before 15 have no such column.
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT ARRAY(SELECT a.attname::text FROM pg_attribute a
                              WHERE a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])),
                       coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)
                  FROM pg_index i
                 WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indimmediate AND i.indisvalid
                   AND i.indpred IS NULL AND i.indexprs IS NULL""")) {
            query.setString(1, options.table().sql());
            try (ResultSet indexes = query.executeQuery()) {
                while (indexes.next()) {
                    String[] columns = (String[]) indexes.getArray(1).getArray();
                    if (Set.of(columns).equals(key)) {
                        if (indexes.getBoolean(2)) {
                            return true;
                        }
                        found = true;
                    }
                }
            }
        }
        if (!found) {
            throw options.failure(
                    ErrorCode.TYPE_MISMATCH,
                    "it has no PRIMARY KEY and no UNIQUE of exactly the columns (" + String.join(", ", options.key())
                            + ") that are declared as its key; add one: ALTER TABLE "
                            + options.table().sql() + " ADD UNIQUE (" + Writes.names(options.key()) + ")");
        }
        return false;
    }
}
