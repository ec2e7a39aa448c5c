package io.barograph.connectors.postgres;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.postgresql.PGConnection;

/**
 * What the database knows of a pipeline that writes to one of its tables: a row of {@code barograph_sinks}, beside that table.
 * Its checkpoint changes in the transaction that shows the checkpoint's rows. Its epoch says whose turn it is: who begins adds
 * one, and whoever has an earlier one writes no more.
 */
final class SinkLedger {
    private static final String NAME = "barograph_sinks";

    private final PostgresOptions options;
    private final String pipeline;
    private final String ledger;
    private long epoch;

    SinkLedger(PostgresOptions options, String pipeline) {
        this.options = options;
        this.pipeline = pipeline;
        this.ledger = options.table().beside(NAME).sql();
    }

    /**
     * Takes over: ends the connection of the instance before, with what it left open, and shuts it out.
     *
     * @return the checkpoint that the table shows, or {@link LiveSink#NONE}
     */
    long claim(Connection connection) throws SQLException {
        make(connection);
        endPredecessor(connection);
        try (PreparedStatement claim = connection.prepareStatement("INSERT INTO " + ledger
                + " AS s (pipeline, target, epoch, backend, backend_start) SELECT ?, ?, 1, pid, backend_start"
                + " FROM pg_stat_activity WHERE pid = pg_backend_pid()"
                + " ON CONFLICT (pipeline, target) DO UPDATE SET epoch = s.epoch + 1, backend = EXCLUDED.backend,"
                + " backend_start = EXCLUDED.backend_start, changed = now() RETURNING epoch, checkpoint")) {
            name(claim, 1);
            try (ResultSet row = claim.executeQuery()) {
                row.next();
                epoch = row.getLong(1);
                return checkpoint(row, 2);
            }
        }
    }

    private void make(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT to_regclass(?) IS NULL")) {
            query.setString(1, ledger);
            try (ResultSet isMissing = query.executeQuery()) {
                isMissing.next();
                if (!isMissing.getBoolean(1)) {
                    return;
                }
            }
        }
        try (Statement creation = connection.createStatement()) {
            creation.execute("CREATE TABLE IF NOT EXISTS " + ledger
                    + " (pipeline text, target text, epoch bigint NOT NULL, checkpoint bigint, backend integer NOT NULL,"
                    + " backend_start timestamptz, changed timestamptz NOT NULL DEFAULT now(),"
                    + " PRIMARY KEY (pipeline, target))");
            creation.execute("COMMENT ON TABLE " + ledger
                    + " IS 'Barograph: who writes to which table, and the checkpoint that it shows'");
        }
    }

    /** Its transaction may hold locks on rows for as long as its process hangs. */
    private void endPredecessor(Connection connection) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(
                "SELECT pg_terminate_backend(a.pid) FROM " + ledger
                        + " s JOIN pg_stat_activity a ON a.pid = s.backend AND a.backend_start = s.backend_start"
                        + " WHERE s.pipeline = ? AND s.target = ? AND a.pid <> pg_backend_pid() AND a.usename = current_user")) {
            name(end, 1);
            end.executeQuery().close();
        }
    }

    /**
     * Makes sure, until the end of the transaction, that nobody takes over.
     *
     * @return the checkpoint that the table shows
     * @throws BarographException {@code FENCED}
     */
    long hold(Connection connection) throws SQLException {
        int backend = connection.unwrap(PGConnection.class).getBackendPID();
        try (PreparedStatement query = connection.prepareStatement("SELECT checkpoint, backend FROM " + ledger
                + " WHERE pipeline = ? AND target = ? AND epoch = ? FOR UPDATE")) {
            name(query, 1);
            query.setLong(3, epoch);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw fenced();
                }
                long checkpoint = checkpoint(row, 1);
                if (row.getInt(2) != backend) {
                    tellBackend(connection);
                }
                return checkpoint;
            }
        }
    }

    /** The connection is another one than before. */
    private void tellBackend(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + ledger
                + " SET backend = a.pid, backend_start = a.backend_start FROM pg_stat_activity a"
                + " WHERE a.pid = pg_backend_pid() AND pipeline = ? AND target = ?")) {
            name(update, 1);
            update.executeUpdate();
        }
    }

    /** What the transaction shows, when it is committed, is this checkpoint. Behind {@link #hold}. */
    void record(Connection connection, long checkpoint) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + ledger + " SET checkpoint = ?, changed = now() WHERE pipeline = ? AND target = ?")) {
            if (checkpoint == LiveSink.NONE) {
                update.setNull(1, Types.BIGINT);
            } else {
                update.setLong(1, checkpoint);
            }
            name(update, 2);
            update.executeUpdate();
        }
    }

    private void name(PreparedStatement statement, int from) throws SQLException {
        statement.setString(from, pipeline);
        statement.setString(from + 1, options.table().toString());
    }

    private static long checkpoint(ResultSet row, int column) throws SQLException {
        long checkpoint = row.getLong(column);
        return row.wasNull() ? LiveSink.NONE : checkpoint;
    }

    private BarographException fenced() {
        return options.failure(
                ErrorCode.FENCED,
                "another instance of pipeline '" + pipeline
                        + "' has taken over, so this one writes no more. Only one may run:"
                        + " stop one of them, or give them different names with SET 'pipeline.name'");
    }
}
