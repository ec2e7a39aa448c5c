package io.barograph.connectors.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The header that carries a trace from record to record, as the W3C's Trace Context and OpenTelemetry's conventions for messages
 * have it. For one thread.
 */
final class TraceHeader {
    private static final String NAME = "traceparent";

    /** Version, trace, span, flags. */
    private static final int BYTES = 55;

    private byte @Nullable [] value;

    /** Records are given this context from now on; null for none. */
    void set(@Nullable String traceparent) {
        value = traceparent == null ? null : traceparent.getBytes(StandardCharsets.US_ASCII);
    }

    void addTo(ProducerRecord<byte[], byte[]> record) {
        if (value != null) {
            record.headers().add(NAME, value);
        }
    }

    /** The context that a record came with; null where it has none, or something that cannot be one. */
    static @Nullable String of(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(NAME);
        byte[] bytes = header == null ? null : header.value();
        return bytes == null || bytes.length != BYTES ? null : new String(bytes, StandardCharsets.US_ASCII);
    }
}
