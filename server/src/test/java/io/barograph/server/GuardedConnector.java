package io.barograph.server;

import io.barograph.core.column.Schema;
import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveConnector;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Connector;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code 'connector' = 'guarded'}: rows go nowhere, behind a circuit breaker that is always open, for as long as a test wants. */
public final class GuardedConnector implements Connector, LiveConnector, Catalog {
    /** What it says of its breaker. */
    static final Breaker BREAKER = new Breaker("elsewhere:1234", Breaker.State.OPEN, 17);

    /** Where a latch is, no row is taken before it is open. */
    static final AtomicReference<@Nullable CountDownLatch> HELD = new AtomicReference<>();

    @Override
    public String name() {
        return "guarded";
    }

    @Override
    public Catalog catalog() {
        return this;
    }

    @Override
    public LiveSink openSink(SinkRequest request) {
        return new Guarded();
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        throw new UnsupportedOperationException("it is only written to");
    }

    @Override
    public Table open(TableDescription description) {
        throw new UnsupportedOperationException("it is only written to");
    }

    @Override
    public LiveTable openTable(TableDescription description) {
        throw new UnsupportedOperationException("it is only written to");
    }

    private static final class Guarded implements LiveSink {
        @Override
        public List<Breaker> breakers() {
            return List.of(BREAKER);
        }

        @Override
        public String guarantee() {
            return "none";
        }

        @Override
        public boolean takesRevisions() {
            return true;
        }

        @Override
        public long begin() {
            return ANY;
        }

        @Override
        public void resume(long checkpoint) {}

        @Override
        public void accept(Revisions changes) {
            CountDownLatch latch = HELD.get();
            if (latch != null) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void prepare(long checkpoint) {}

        @Override
        public void commit(long checkpoint) {}

        @Override
        public void close() {}
    }
}
