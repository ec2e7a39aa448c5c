package io.barograph.server.pipeline;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveConnector;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Connector;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code 'connector' = 'results'}: rows that are written nowhere, only shown to those who look at the service. A pipeline's SELECT
 * goes here.
 */
public final class ResultsConnector implements Connector, LiveConnector, Catalog {
    /** What declarations call it. */
    public static final String NAME = "results";

    /** How to go on with what is shown. */
    static final String CHAINING =
            "put both queries into one pipeline, the first as CREATE VIEW, or write its rows to files or a topic and read those";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Catalog catalog() {
        return this;
    }

    @Override
    public LiveSink openSink(SinkRequest request) {
        return new Nowhere();
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        throw onlyWritten(name);
    }

    @Override
    public Table open(TableDescription description) {
        throw onlyWritten(description.name());
    }

    @Override
    public LiveTable openTable(TableDescription description) {
        throw onlyWritten(description.name());
    }

    /** Queries of the service find what is shown elsewhere; a pipeline cannot follow it. */
    private static BarographException onlyWritten(String table) {
        return new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "table " + table + " is only shown: queries of the service that shows it read it, nothing else does; "
                        + CHAINING);
    }

    /** A place that keeps nothing. */
    static final class Nowhere implements LiveSink {
        @Override
        public String guarantee() {
            return "shown to those who look";
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
        public void accept(Revisions changes) {}

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
