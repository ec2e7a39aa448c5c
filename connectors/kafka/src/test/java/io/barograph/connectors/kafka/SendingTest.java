package io.barograph.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.connectors.shared.Patience;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SendingTest {
    @Test
    void batchesOfFewPartitionsAreLarge() {
        assertThat(Sending.batchBytes(cluster(Map.of()), 1)).isEqualTo(512 << 10);
        assertThat(Sending.batchBytes(cluster(Map.of()), 16)).isEqualTo(512 << 10);
    }

    @Test
    void thoseOfManyHaveRoomInTheBuffer() {
        assertThat(Sending.batchBytes(cluster(Map.of()), 64)).isEqualTo(128 << 10);
        assertThat(Sending.batchBytes(cluster(Map.of()), 10_000)).isEqualTo(16 << 10);
        assertThat(Sending.batchBytes(cluster(Map.of("buffer.memory", "1048576")), 4))
                .isEqualTo(64 << 10);
    }

    @Test
    void aRequestHoldsMoreThanOne() {
        assertThat(Sending.batchBytes(cluster(Map.of("max.request.size", "200000")), 1))
                .isEqualTo(100_000);
    }

    private static Cluster cluster(Map<String, String> properties) {
        return new Cluster("localhost:9092", properties, Patience.parse("1 s"));
    }
}
