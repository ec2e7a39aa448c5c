package io.barograph.connectors.kafka;

import io.barograph.core.source.Catalog;
import io.barograph.core.source.Connector;

/** {@code 'connector' = 'upsert-kafka'}: Flink's name for a topic that rows are written to by key. */
public final class UpsertKafkaConnector implements Connector {
    static final String NAME = "upsert-kafka";

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
