package io.barograph.connectors.postgres;

import io.barograph.core.source.Catalog;
import io.barograph.core.source.Connector;

/** {@code 'connector' = 'postgres'}: tables of a PostgreSQL database, to write to. */
public class PostgresConnector implements Connector {
    static final String NAME = "postgres";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public final Catalog catalog() {
        return new PostgresCatalog();
    }
}
