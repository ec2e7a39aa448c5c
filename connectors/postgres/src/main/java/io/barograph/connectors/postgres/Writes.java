package io.barograph.connectors.postgres;

import io.barograph.core.column.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;

/** The statements by which rows get to a table, and go: one for many rows, each column an array. */
final class Writes {
    private final String put;
    private final String delete;

    Writes(PostgresOptions options, Schema schema, TargetTable target) {
        String table = options.table().sql();
        List<String> key = options.key();
        List<String> others =
                schema.names().stream().filter(name -> !key.contains(name)).toList();
        String rows = arrays(schema, target, schema.names());
        String conflict = key.isEmpty()
                ? ""
                : " ON CONFLICT (" + names(key) + ") DO "
                        + (others.isEmpty()
                                ? "NOTHING"
                                : "UPDATE SET "
                                        + others.stream()
                                                .map(TableName::quote)
                                                .map(name -> name + " = EXCLUDED." + name)
                                                .collect(Collectors.joining(", ")));
        put = "INSERT INTO " + table + " (" + names(schema.names()) + ") SELECT * FROM " + rows + conflict;
        delete = "DELETE FROM " + table + " AS t USING " + arrays(schema, target, key) + " AS k (" + names(key)
                + ") WHERE "
                + key.stream()
                        .map(TableName::quote)
                        .map(name -> "t." + name + " = k." + name)
                        .map(equal -> target.takesNullKeys() ? orBothNull(equal) : equal)
                        .collect(Collectors.joining(" AND "));
    }

    private static String orBothNull(String equal) {
        String[] sides = equal.split(" = ", 2);
        return "(" + equal + " OR " + sides[0] + " IS NULL AND " + sides[1] + " IS NULL)";
    }

    private static String arrays(Schema schema, TargetTable target, List<String> columns) {
        return columns.stream()
                .map(name -> "?::" + target.types().get(schema.indexOf(name)).base() + "[]")
                .collect(Collectors.joining(", ", "unnest(", ")"));
    }

    static String names(List<String> columns) {
        return columns.stream().map(TableName::quote).collect(Collectors.joining(", "));
    }

    /** Runs the statements of a chunk. */
    void write(Connection connection, Chunk chunk) throws SQLException {
        if (!chunk.deleted().isEmpty()) {
            run(connection, delete, chunk.deleted());
        }
        if (!chunk.put().isEmpty()) {
            run(connection, put, chunk.put());
        }
    }

    private static void run(Connection connection, String sql, List<String> arrays) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arrays.size(); i++) {
                statement.setObject(i + 1, arrays.get(i), Types.OTHER);
            }
            statement.executeUpdate();
        }
    }

    /**
     * Some changes, as PostgreSQL's array literals.
     *
     * @param deleted keys of rows that go, an array per column of the key; empty for none
     * @param put rows that come, or take the place of those with their key, an array per column; empty for none
     */
    record Chunk(List<String> deleted, List<String> put) {
        Chunk {
            deleted = List.copyOf(deleted);
            put = List.copyOf(put);
        }
    }
}
