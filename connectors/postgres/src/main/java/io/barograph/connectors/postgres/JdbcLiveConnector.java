package io.barograph.connectors.postgres;

/** {@code 'connector' = 'jdbc'}: as {@link PostgresLiveConnector}. */
public final class JdbcLiveConnector extends PostgresLiveConnector {
    @Override
    public String name() {
        return JdbcConnector.NAME;
    }
}
