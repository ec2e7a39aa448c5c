package io.barograph.connectors.http;

import io.barograph.connectors.journal.Intake;
import io.barograph.connectors.journal.JournalDeclaration;
import io.barograph.connectors.journal.JournalWriter;

/** Journals what is posted to a table's path. */
final class HttpIntake implements Intake {
    private final String table;
    private final PushPath path;
    private final PushServer server;

    HttpIntake(String table, HttpOptions options, JournalDeclaration declaration, JournalWriter journal) {
        this.path = new PushPath(options, declaration, journal);
        this.table = table;
        this.server = PushServer.listen(options, path);
        PushedTables.add(table, path);
    }

    /** Answers those who are waiting; from then on nobody is listened to. */
    @Override
    public void close() {
        PushedTables.remove(table, path);
        path.close();
        server.forget(path);
    }
}
