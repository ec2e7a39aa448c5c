package io.barograph.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class KafkaBrokerTest {
    @Test
    void survivesBeingKilledAndIsGoneWhenClosed() {
        String servers;
        try (KafkaBroker broker = KafkaBroker.start()) {
            servers = broker.bootstrapServers();
            try (KafkaTopics topics = new KafkaTopics(servers)) {
                topics.create("t", 2);
                topics.send("t", 0, "a");
                topics.send("t", 1, "b");
                topics.flush();
                broker.kill();
                broker.restart();
                topics.send("t", 1, "c");
                topics.flush();
                assertThat(topics.read("t"))
                        .extracting(message -> message.partition() + " " + message.offset() + " " + message.valueText())
                        .containsExactly("0 0 a", "1 0 b", "1 1 c");
            }
        }
        int port = Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
        Assertions.assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress("127.0.0.1", port), 200))
                .isInstanceOf(java.io.IOException.class);
    }

    @Test
    void saysWhatTheBrokerSaidWhereItDoesNotStart() {
        Assertions.assertThatThrownBy(() -> KafkaBroker.start(Map.of("log.segment.bytes", "many")))
                .hasMessageContaining("log.segment.bytes");
    }
}
