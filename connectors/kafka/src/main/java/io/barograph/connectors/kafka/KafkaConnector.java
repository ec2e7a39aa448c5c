package io.barograph.connectors.kafka;

import io.barograph.core.source.Catalog;
import io.barograph.core.source.Connector;

/** {@code 'connector' = 'kafka'}: a topic's history as a table. */
public final class KafkaConnector implements Connector {
    static final String NAME = "kafka";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isConnection(String option) {
        return KafkaOptions.isConnection(option);
    }

    @Override
    public Catalog catalog() {
        return new KafkaCatalog(NAME);
    }
}
