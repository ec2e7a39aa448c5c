package io.barograph.connectors.kafka;

import io.barograph.core.live.LiveConnector;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDescription;

/** {@code 'connector' = 'kafka'}: topics as they grow, and topics to write to. */
public final class KafkaLiveConnector implements LiveConnector {
    @Override
    public String name() {
        return KafkaConnector.NAME;
    }

    @Override
    public boolean isAside(String option) {
        return KafkaOptions.isAside(option);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public String ending(TableDescription description) {
        return KafkaOptions.of(description.options()).end().text();
    }

    @Override
    public LiveTable openTable(TableDescription description) {
        return new KafkaLiveTable(description);
    }

    @Override
    public LiveSink openSink(SinkRequest request) {
        return Sinks.open(request);
    }
}
