package io.barograph.connectors.postgres;

import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import java.util.List;

/** Rows shown at once, by key. What comes again after a crash is the same again. */
final class UpsertSink implements LiveSink {
    private final SinkTable table;
    private final Session session;

    UpsertSink(PostgresOptions options, SinkRequest request) {
        this.table = new SinkTable(options, request);
        this.session = new Session(options.database());
    }

    @Override
    public String guarantee() {
        return "the row of each key is exact; after a crash, values since the last checkpoint come again, the same";
    }

    @Override
    public boolean holdsUnsaved() {
        return true;
    }

    @Override
    public boolean takesRevisions() {
        return true;
    }

    @Override
    public long begin() {
        table.begin(session);
        return ANY;
    }

    @Override
    public void resume(long checkpoint) {
        if (checkpoint > table.shown()) {
            throw table.cannotResume(checkpoint);
        }
    }

    @Override
    public void accept(Revisions changes) {
        table.writer().buffer().add(changes);
        if (table.writer().buffer().isFull()) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (!table.writer().buffer().isEmpty()) {
            write(NONE);
        }
    }

    /** With the checkpoint's number, where there is one. */
    private void write(long checkpoint) {
        List<Writes.Chunk> chunks = table.writer().buffer().take();
        session.transaction(table.doing(), connection -> {
            table.ledger().hold(connection);
            table.writer().write(connection, chunks);
            if (checkpoint != NONE) {
                table.ledger().record(connection, checkpoint);
            }
            return chunks;
        });
    }

    @Override
    public void prepare(long checkpoint) {
        write(checkpoint);
    }

    @Override
    public void commit(long checkpoint) {}

    @Override
    public String health() {
        return session.health();
    }

    @Override
    public List<Breaker> breakers() {
        return List.of(session.breaker());
    }

    @Override
    public void close() {
        session.close();
    }
}
