package io.barograph.connectors.postgres;

import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveConnector;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDescription;
import java.util.HashSet;
import java.util.Set;

/** {@code 'connector' = 'postgres'}: tables for the rows of live queries. */
public class PostgresLiveConnector implements LiveConnector {
    private static final String NAMES = "written";

    /** The tables that a run writes to: two sinks for one would shut each other out. */
    private static final class Written {
        private final Set<String> tables = new HashSet<>();
    }

    @Override
    public String name() {
        return PostgresConnector.NAME;
    }

    /** Never reached: nobody describes such a table ({@link PostgresCatalog}). */
    @Override
    public final LiveTable openTable(TableDescription description) {
        throw PostgresCatalog.onlyWritten(description.name());
    }

    @Override
    public final boolean isAside(String option) {
        return PostgresOptions.isAside(option);
    }

    @Override
    public final LiveSink openSink(SinkRequest request) {
        PostgresOptions options = PostgresOptions.of(request.target());
        if (!request.group().share(Written.class, NAMES, Written::new).tables.add(options.where())) {
            throw options.failure(
                    ErrorCode.INVALID_OPTION, "two INSERTs write to it; put UNION ALL between their queries");
        }
        return switch (options.delivery()) {
            case UPSERT -> new UpsertSink(options, request);
            case TRANSACTION ->
                new TransactionSink(options, request, CheckpointTransaction.of(options, request.group()));
        };
    }
}
