package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.PatientCalls;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;

/**
 * Tells a lane at which nothing comes from a broker that does not answer: a consumer keeps asking and says nothing of it. A
 * broker that is alive answers twice a second, be it with nothing. Used by one thread.
 */
final class Pulse {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Metric responses;
    private final PatientCalls calls;
    private final String doing;
    private double seen;
    private long lookedNanos;
    private long answeredNanos;

    Pulse(KafkaConsumer<?, ?> consumer, PatientCalls calls, String doing) {
        this.responses = consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("response-total")
                        && metric.metricName().group().equals("consumer-metrics"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Kafka's consumer counts no responses"));
        this.calls = calls;
        this.doing = doing;
        this.lookedNanos = System.nanoTime();
        this.answeredNanos = lookedNanos;
    }

    /** Records came. */
    void alive() {
        answeredNanos = System.nanoTime();
        calls.answered();
    }

    /**
     * No records came: is there anybody?
     *
     * @throws io.barograph.core.error.BarographException {@code UNAVAILABLE} where nobody has been for too long
     */
    void check() {
        long now = System.nanoTime();
        if (now - lookedNanos < EVERY_NANOS) {
            return;
        }
        lookedNanos = now;
        double total = ((Number) responses.metricValue()).doubleValue();
        if (total > seen) {
            seen = total;
            answeredNanos = now;
            calls.answered();
        } else if (now - answeredNanos > Math.min(SILENT_NANOS, calls.patienceNanos())) {
            calls.silent(doing, answeredNanos);
        }
    }
}
