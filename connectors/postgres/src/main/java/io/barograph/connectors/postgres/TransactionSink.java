package io.barograph.connectors.postgres;

import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import java.util.List;

/**
 * Rows that are shown with their checkpoint, together with those of the run's other sinks of this kind. Until then they are
 * held here and nowhere else: a crash between {@link #prepare} and {@link #commit} leaves the checkpoint before, from which the
 * run goes on.
 */
final class TransactionSink implements LiveSink {
    private final SinkTable table;
    private final CheckpointTransaction transaction;
    private List<Writes.Chunk> prepared = List.of();

    TransactionSink(PostgresOptions options, SinkRequest request, CheckpointTransaction transaction) {
        this.table = new SinkTable(options, request);
        this.transaction = transaction;
        transaction.join(this);
    }

    @Override
    public String guarantee() {
        return "exactly once: rows are shown with their checkpoint";
    }

    @Override
    public boolean takesRevisions() {
        return table.hasKey();
    }

    @Override
    public long begin() {
        return table.begin(transaction.session());
    }

    @Override
    public void resume(long checkpoint) {
        if (checkpoint == table.shown()) {
            return;
        }
        boolean startsAnew = checkpoint == NONE
                && transaction.session().transaction(table.doing(), connection -> {
                    table.ledger().hold(connection);
                    boolean isEmpty = table.isEmpty(connection);
                    if (isEmpty) {
                        table.ledger().record(connection, NONE);
                    }
                    return isEmpty;
                });
        if (!startsAnew) {
            throw table.cannotResume(checkpoint);
        }
    }

    @Override
    public void accept(Revisions changes) {
        table.writer().buffer().add(changes);
    }

    @Override
    public void flush() {
        // Rows stay hidden until the commit.
    }

    @Override
    public void prepare(long checkpoint) {
        prepared = table.writer().buffer().take();
    }

    @Override
    public void commit(long checkpoint) {
        transaction.commit(checkpoint);
    }

    SinkTable table() {
        return table;
    }

    /** What the checkpoint that is prepared shows. */
    List<Writes.Chunk> prepared() {
        return prepared;
    }

    /** What was prepared is committed. */
    void committed() {
        prepared = List.of();
    }

    @Override
    public String health() {
        return transaction.session().health();
    }

    @Override
    public List<Breaker> breakers() {
        return List.of(transaction.session().breaker());
    }

    @Override
    public void close() {
        transaction.leave(this);
    }
}
