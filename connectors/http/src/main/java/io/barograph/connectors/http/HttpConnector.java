package io.barograph.connectors.http;

import io.barograph.connectors.journal.IntakeSource;
import io.barograph.connectors.journal.JournalDeclaration;
import io.barograph.connectors.journal.JournaledConnector;
import io.barograph.formats.GivenOptions;
import java.util.List;

/** {@code 'connector' = 'http'}: what is sent to us by POST. */
public final class HttpConnector extends JournaledConnector {
    static final String NAME = "http";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    protected List<String> sourceOptions() {
        return HttpOptions.KNOWN;
    }

    @Override
    protected IntakeSource takeSource(String table, GivenOptions given, JournalDeclaration declaration) {
        HttpOptions options = HttpOptions.take(table, given);
        return journal -> new HttpIntake(table, options, declaration, journal);
    }
}
