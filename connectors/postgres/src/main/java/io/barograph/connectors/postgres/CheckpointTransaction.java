package io.barograph.connectors.postgres;

import io.barograph.connectors.shared.Patience;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.SinkGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * The transactions in which a run's sinks show their rows in a database: one for each checkpoint, in which each table's rows
 * and the checkpoint's number come together. With one for each table, a crash between two would leave tables at different
 * checkpoints, and no place to go on from. Used by one thread.
 */
final class CheckpointTransaction {
    private final Database database;
    private final Session session;
    private final List<TransactionSink> sinks = new ArrayList<>();
    private long committed = LiveSink.NONE;

    private CheckpointTransaction(Database database) {
        this.database = database;
        this.session = new Session(database);
    }

    /** The one of a run for a sink's database. */
    static CheckpointTransaction of(PostgresOptions options, SinkGroup group) {
        Database database = options.database();
        CheckpointTransaction shared =
                group.share(CheckpointTransaction.class, database.address(), () -> new CheckpointTransaction(database));
        if (!shared.database.equals(database)) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    options.where() + ": sinks of one pipeline that share a transaction need the same '" + Database.USER
                            + "', '" + Database.PASSWORD + "', 'properties.…' and '" + Patience.OPTION + "'");
        }
        return shared;
    }

    void join(TransactionSink sink) {
        sinks.add(sink);
    }

    Session session() {
        return session;
    }

    /** Shows what all sinks have prepared; nothing more for the second sink that asks. */
    void commit(long checkpoint) {
        if (committed == checkpoint) {
            return;
        }
        session.transaction("cannot show checkpoint " + checkpoint + " at " + database.address(), connection -> {
            for (TransactionSink sink : sinks) {
                SinkTable table = sink.table();
                // It is there already where a commit went through whose answer was lost.
                if (table.ledger().hold(connection) != checkpoint) {
                    table.writer().write(connection, sink.prepared());
                    table.ledger().record(connection, checkpoint);
                }
            }
            return checkpoint;
        });
        sinks.forEach(TransactionSink::committed);
        committed = checkpoint;
    }

    /** The last sink to leave closes the connection. */
    void leave(TransactionSink sink) {
        sinks.remove(sink);
        if (sinks.isEmpty()) {
            session.close();
        }
    }
}
