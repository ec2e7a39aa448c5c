package io.barograph.connectors.postgres;

/** {@code 'connector' = 'jdbc'}: Flink's name for it, with the same options. */
public final class JdbcConnector extends PostgresConnector {
    static final String NAME = "jdbc";

    @Override
    public String name() {
        return NAME;
    }
}
