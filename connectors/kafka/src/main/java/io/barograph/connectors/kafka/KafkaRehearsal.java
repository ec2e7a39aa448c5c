package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.Patience;
import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.engine.Rehearsal;
import io.barograph.core.error.BarographException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Opens Kafka's three clients towards a port at which nobody listens: most of their two thousand classes are loaded before they
 * find that out.
 */
public final class KafkaRehearsal implements Rehearsal {
    private static final Cluster NOBODY = new Cluster("127.0.0.1:1", Map.of(), Patience.parse("100 ms"));
    private static final TopicPartition PARTITION = new TopicPartition("rehearsal", 0);

    @Override
    public void run() {
        fail(() -> {
            try (Topics topics = new Topics(NOBODY, new PatientCalls(NOBODY))) {
                topics.partitions(PARTITION.topic());
            }
        });
        try (KafkaConsumer<ByteBuffer, ByteBuffer> consumer = Consumers.open(NOBODY, List.of(PARTITION), List.of(0L))) {
            consumer.poll(Duration.ofMillis(100));
        }
        fail(() -> {
            try (Sending sending = new Sending(NOBODY, 1, Map.of())) {
                sending.send(new ProducerRecord<>(PARTITION.topic(), new byte[1]));
                sending.flush(PARTITION.topic());
            }
        });
    }

    private static void fail(Runnable call) {
        try {
            call.run();
        } catch (BarographException nobodyThere) {
            return;
        }
        throw new IllegalStateException("somebody listens at " + NOBODY.servers());
    }
}
