package io.barograph.connectors.kafka;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveConnector;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDescription;

/** {@code 'connector' = 'upsert-kafka'}: as {@link KafkaLiveConnector}, for rows that have a key. */
public final class UpsertKafkaLiveConnector implements LiveConnector {
    @Override
    public String name() {
        return UpsertKafkaConnector.NAME;
    }

    /** Never reached: nobody describes such a table ({@link KafkaCatalog}). */
    @Override
    public boolean isAside(String option) {
        return KafkaOptions.isAside(option);
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
        if (!request.hasKey()) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "table " + request.target().name()
                            + ": 'connector' = 'upsert-kafka' needs rows that a key tells apart,"
                            + " such as those of a GROUP BY; rows without one are appended by 'connector' = 'kafka'");
        }
        return Sinks.open(request);
    }
}
