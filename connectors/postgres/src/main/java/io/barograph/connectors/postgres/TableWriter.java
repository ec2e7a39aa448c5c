package io.barograph.connectors.postgres;

import io.barograph.core.column.Schema;
import io.barograph.core.error.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How a query's rows get to a table that was found to fit them.
 *
 * @param buffer what is to be written next
 */
record TableWriter(TargetTable target, RowBuffer buffer, Writes writes) {
    /** Finds or makes the table. */
    static TableWriter open(Connection connection, PostgresOptions options, Schema schema) throws SQLException {
        for (String name : options.key()) {
            if (schema.indexOf(name) < 0) {
                throw options.failure(
                        ErrorCode.UNKNOWN_COLUMN, "its key names column '" + name + "', which is not among the rows");
            }
        }
        TargetTable target = TargetTable.find(connection, options, schema);
        return new TableWriter(target, new RowBuffer(options, schema, target), new Writes(options, schema, target));
    }

    void write(Connection connection, List<Writes.Chunk> chunks) throws SQLException {
        for (Writes.Chunk chunk : chunks) {
            writes.write(connection, chunk);
        }
    }
}
