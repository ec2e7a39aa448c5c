package io.barograph.connectors.kafka;

import io.barograph.core.live.LiveSink;
import io.barograph.core.live.SinkRequest;

/** The two ways of writing to a topic. */
final class Sinks {
    private Sinks() {}

    /** @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} */
    static LiveSink open(SinkRequest request) {
        KafkaOptions options = KafkaOptions.of(request.target().options());
        RowRecords rows = new RowRecords(options, request);
        return switch (options.delivery()) {
            case UPSERT -> new UpsertSink(options, rows);
            case TRANSACTION ->
                new TransactionSink(
                        options, rows, PipelineTransaction.of(options, request.pipeline(), request.group()));
        };
    }
}
