package io.barograph.connectors.postgres;

/** {@code 'connector' = 'jdbc'}: as {@link PostgresTargetConnector}. */
public final class JdbcTargetConnector extends PostgresTargetConnector {
    @Override
    public String name() {
        return JdbcConnector.NAME;
    }
}
