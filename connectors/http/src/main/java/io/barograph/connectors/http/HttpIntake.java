package io.barograph.connectors.http;

import io.barograph.connectors.journal.Intake;
import io.barograph.connectors.journal.JournalDeclaration;
import io.barograph.connectors.journal.JournalWriter;
import io.barograph.core.live.PushObserver;
import io.barograph.core.live.PushObserverProvider;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Journals what is posted to a table's path. */
final class HttpIntake implements Intake {
    private final String table;
    private final PushPath path;
    /** Null where a service's own address takes the rows. */
    private final @Nullable PushServer server;

    private final PushObserver observer;

    HttpIntake(String table, HttpOptions options, JournalDeclaration declaration, JournalWriter journal) {
        this.observer = observer();
        this.path = new PushPath(table, options, declaration, journal, observer);
        this.table = table;
        this.server = options.isOwnAddress() || !PushedTables.isServed() ? listen(options) : null;
        PushedTables.add(table, path);
    }

    private PushServer listen(HttpOptions options) {
        try {
            return PushServer.listen(options, path);
        } catch (RuntimeException e) {
            observer.close();
            throw e;
        }
    }

    /** Answers those who are waiting; from then on nobody is listened to. */
    @Override
    public void close() {
        PushedTables.remove(table, path);
        path.close();
        if (server != null) {
            server.forget(path);
        }
        observer.close();
    }

    private static PushObserver observer() {
        for (PushObserverProvider provider : ServiceLoader.load(PushObserverProvider.class)) {
            PushObserver observer = provider.openPushes(System.getenv());
            if (observer != null) {
                return observer;
            }
        }
        return PushObserver.NONE;
    }
}
