package io.barograph.connectors.postgres;

import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.TableTarget;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.Revisions;
import java.sql.Connection;
import java.sql.SQLException;

/** A query's answer on its way to a table, in one transaction. Used by one thread at a time. */
final class AnswerTarget implements TableTarget, ResultSink {
    private final PostgresOptions options;
    private final Connection connection;
    private final TableWriter writer;

    private AnswerTarget(PostgresOptions options, Connection connection, TableWriter writer) {
        this.options = options;
        this.connection = connection;
        this.writer = writer;
    }

    /** Connects, as soon as the server answers, and finds or makes the table. */
    static AnswerTarget open(PostgresOptions options, Schema schema) {
        Database database = options.database();
        Connection connection = new PatientCalls(database).call(doing(options), database::connect);
        try {
            return new AnswerTarget(options, connection, TableWriter.open(connection, options, schema));
        } catch (SQLException | RuntimeException failed) {
            close(connection);
            throw failure(options, failed);
        }
    }

    private static String doing(PostgresOptions options) {
        return "cannot write to " + options.where();
    }

    private static BarographException failure(PostgresOptions options, Exception failed) {
        if (failed instanceof BarographException known) {
            return known;
        }
        String message = doing(options) + ": " + Failures.reason(failed);
        return Failures.isTransient(failed)
                ? new BarographException(ErrorCode.UNAVAILABLE, message + "; nothing is written. Run it again")
                : Failures.lasting(message, failed);
    }

    @Override
    public ResultSink sink() {
        return this;
    }

    @Override
    public void begin(Schema schema) {
        // The table is open already, so that what does not fit it is told before anything is read.
    }

    @Override
    public void accept(Batch batch) {
        writer.buffer().add(Revisions.added(batch));
        if (writer.buffer().isFull()) {
            write();
        }
    }

    @Override
    public void end() {
        write();
    }

    private void write() {
        try {
            writer.write(connection, writer.buffer().take());
        } catch (SQLException failed) {
            throw failure(options, failed);
        }
    }

    @Override
    public void commit() {
        try {
            connection.commit();
        } catch (SQLException failed) {
            throw failure(options, failed);
        }
    }

    /** What is not committed is dropped. */
    @Override
    public void close() {
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException broken) {
            // The server drops what is open as soon as it finds the connection gone.
        }
    }
}
