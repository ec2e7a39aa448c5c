package io.barograph.connectors.postgres;

import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.live.Breaker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is made anew where it broke, and transactions that are tried again as a whole. Used by one thread;
 * {@link #health} may be asked by any.
 */
final class Session implements AutoCloseable {
    /** Shorter than this, an answer that has not come is nothing to speak of. */
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long RESTS = 0;

    private final Database database;
    private final PatientCalls calls;
    private @Nullable Connection connection;
    private volatile long workingSince = RESTS;

    Session(Database database) {
        this.database = database;
        this.calls = new PatientCalls(database);
    }

    /** What is done in a transaction. It may run again from its beginning, also after it was committed. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Runs a transaction until it is committed.
     *
     * @param doing for messages: {@code cannot write to table minutes}
     * @throws io.barograph.core.error.BarographException where it fails for good, or for too long
     */
    <T> T transaction(String doing, Work<T> work) {
        return calls.call(doing, () -> attempt(work));
    }

    private <T> T attempt(Work<T> work) throws SQLException {
        workingSince = System.nanoTime() | 1;
        boolean done = false;
        try {
            Connection open = connection();
            T result = work.run(open);
            open.commit();
            done = true;
            return result;
        } catch (SQLException failed) {
            if (Failures.breaksConnection(failed)) {
                disconnect();
            }
            throw failed;
        } finally {
            if (!done) {
                rollback();
            }
            workingSince = RESTS;
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = database.connect();
            connection = open;
        }
        return open;
    }

    private void rollback() {
        try {
            if (connection != null) {
                connection.rollback();
            }
        } catch (SQLException broken) {
            disconnect();
        }
    }

    private void disconnect() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException broken) {
            // It is let go of in any case.
        }
        connection = null;
    }

    /** As {@link io.barograph.core.live.LiveSink#health}. */
    String health() {
        String trouble = calls.health();
        long since = workingSince;
        long nanos = System.nanoTime() - since;
        return !trouble.isEmpty() || since == RESTS || nanos < SLOW_NANOS
                ? trouble
                : database.address() + ": no answer yet, for " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
    }

    /** As {@link PatientCalls#breaker}. */
    Breaker breaker() {
        return calls.breaker();
    }

    /** What is not committed is dropped. */
    @Override
    public void close() {
        disconnect();
    }
}
