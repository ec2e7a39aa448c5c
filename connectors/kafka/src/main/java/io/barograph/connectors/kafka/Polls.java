package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.PatientCalls;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;

/** A consumer's poll, with failures in our words. */
final class Polls {
    private Polls() {}

    /**
     * @param wait at most
     * @param doing for messages
     * @throws io.barograph.core.error.BarographException {@code DATA_LOST} where what comes next is there no more
     */
    static ConsumerRecords<ByteBuffer, ByteBuffer> poll(
            KafkaConsumer<ByteBuffer, ByteBuffer> consumer,
            Duration wait,
            KafkaOptions options,
            PatientCalls calls,
            String doing) {
        try {
            return consumer.poll(wait);
        } catch (OffsetOutOfRangeException gone) {
            try (Topics topics = new Topics(options.cluster(), calls)) {
                throw LostRecords.of(gone.offsetOutOfRangePartitions(), topics);
            }
        } catch (KafkaException failed) {
            throw Failures.of(options.cluster(), doing, failed);
        }
    }
}
