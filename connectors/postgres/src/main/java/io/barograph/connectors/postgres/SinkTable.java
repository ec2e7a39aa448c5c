package io.barograph.connectors.postgres;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.SinkRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A table that a run of a pipeline writes to, and what the database knows of it. Used by one thread. */
final class SinkTable {
    private final PostgresOptions options;
    private final SinkRequest request;
    private final SinkLedger ledger;
    private @Nullable TableWriter writer;
    private long shown = LiveSink.NONE;

    SinkTable(PostgresOptions options, SinkRequest request) {
        this.options = options;
        this.request = request;
        this.ledger = new SinkLedger(options, request.pipeline());
    }

    /** Finds or makes the table, and shuts out earlier instances. Gives the checkpoint that the table shows. */
    long begin(Session session) {
        shown = session.transaction(doing(), connection -> {
            TableWriter found = TableWriter.open(connection, options, request.schema());
            writer = found;
            long checkpoint = ledger.claim(connection);
            if (found.target().isNew() && checkpoint != LiveSink.NONE) {
                ledger.record(connection, LiveSink.NONE);
                return LiveSink.NONE;
            }
            return checkpoint;
        });
        return shown;
    }

    /** The checkpoint that the table showed when the run began. */
    long shown() {
        return shown;
    }

    /** For messages. */
    String doing() {
        return "cannot write to " + options.where();
    }

    SinkLedger ledger() {
        return ledger;
    }

    TableWriter writer() {
        TableWriter found = writer;
        if (found == null) {
            throw new IllegalStateException("a sink begins before it takes rows");
        }
        return found;
    }

    boolean hasKey() {
        return !options.key().isEmpty();
    }

    /** Whether it has no row. */
    boolean isEmpty(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(
                        "SELECT NOT EXISTS (SELECT FROM " + options.table().sql() + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** The run cannot go on behind a checkpoint. */
    BarographException cannotResume(long checkpoint) {
        return options.failure(
                ErrorCode.DATA_LOST,
                "it shows " + name(shown) + ", but the run would go on behind " + name(checkpoint)
                        + ", so rows would be doubled or missing. Go on with the checkpoints that belong to it; or, to start"
                        + " afresh, empty it (TRUNCATE " + options.table().sql() + ") and start with --fresh");
    }

    private static String name(long checkpoint) {
        return checkpoint == LiveSink.NONE ? "no checkpoint" : "checkpoint " + checkpoint;
    }
}
