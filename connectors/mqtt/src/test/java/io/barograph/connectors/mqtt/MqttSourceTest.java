package io.barograph.connectors.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import io.barograph.connectors.shared.TlsIdentity;
import io.barograph.connectors.shared.TlsTrust;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.GivenOptions;
import io.barograph.testkit.mqtt.Mosquitto;
import io.barograph.testkit.server.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of a real broker, where mosquitto is installed. */
@Tag("slow")
class MqttSourceTest {
    private static final Schema SCHEMA = Schema.of(
            new Field("topic", Type.VARCHAR), new Field("value", Type.BIGINT), new Field("came", Type.TIMESTAMP));
    private static final int[] ALL = {0, 1, 2};

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void needsABroker() {
        assumeThat(Mosquitto.isInstalled())
                .as("mosquitto is installed: apt-get install mosquitto")
                .isTrue();
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        opened.clear();
    }

    private Mosquitto broker(String... settings) {
        Mosquitto broker = Mosquitto.start(settings);
        opened.add(broker);
        return broker;
    }

    private LiveReader subscribe(Mosquitto broker, String... more) {
        Map<String, String> options = new TreeMap<>(Map.of(
                "format", "csv",
                "url", broker.url(),
                "topic", "sensors/+",
                "topic.column", "topic",
                "received.column", "came",
                "journal", folder.resolve("j").toString()));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        MqttConnector connector = new MqttConnector();
        TableDescription description = connector.table("readings", options, SCHEMA);
        LiveTable table = connector.openTable(description);
        opened.add(table);
        LiveLane lane = table.lanes().get(0);
        LiveReader reader = table.newReader(ALL, List.of(new LaneStart(lane, lane.startOffset())), RejectHandler.NONE);
        opened.add(reader);
        return reader;
    }

    private Mqtt5BlockingClient publisher(Mosquitto broker) {
        return publisher(broker, client -> client);
    }

    private Mqtt5BlockingClient publisher(Mosquitto broker, UnaryOperator<Mqtt5ClientBuilder> more) {
        Mqtt5BlockingClient client = more.apply(MqttClient.builder()
                        .useMqttVersion5()
                        .identifier("publisher")
                        .serverHost("localhost")
                        .serverPort(broker.port()))
                .buildBlocking();
        client.connect();
        opened.add(client::disconnect);
        return client;
    }

    private static void publish(Mqtt5BlockingClient client, String topic, String payload) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private static void publish(Mqtt5BlockingClient client, String payload, String key, boolean retained) {
        client.publishWith()
                .topic("sensors/a")
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(retained)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .userProperties()
                .add("Idempotency-Key", key)
                .applyUserProperties()
                .send();
    }

    /** So many rows, or those that came within a minute; and whatever else comes within a moment. */
    private static List<String> rows(LiveReader reader, int count) throws IOException {
        List<String> rows = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        for (int idle = 0; idle < 3 && System.nanoTime() < deadline; ) {
            LiveReader.LaneRows read = reader.next(TimeUnit.MILLISECONDS.toNanos(50));
            if (read == null) {
                idle += rows.size() >= count ? 1 : 0;
                continue;
            }
            for (int i = 0; i < read.rows().size(); i++) {
                List<Object> row = read.rows().row(i);
                assertThat(row.get(2)).isNotNull();
                rows.add(row.get(0) + "=" + row.get(1));
            }
        }
        return rows;
    }

    /** Waits until the session is there: only then the broker keeps what comes. */
    private static void awaitSubscription(LiveReader reader, Mqtt5BlockingClient client) throws IOException {
        for (int i = 0; i < 100; i++) {
            publish(client, "sensors/ready", "0");
            if (!rows(reader, 0).isEmpty()) {
                return;
            }
        }
        throw new AssertionError("no subscription");
    }

    @Test
    void messagesAreRowsWithTheirTopicsAndWhatComesMeanwhileIsKept() throws Exception {
        Mosquitto broker = broker("allow_anonymous true");
        LiveReader reader = subscribe(broker);
        Mqtt5BlockingClient client = publisher(broker);
        awaitSubscription(reader, client);
        publish(client, "sensors/a", "1");
        publish(client, "other/b", "2");
        publish(client, "sensors/b", "3");
        publish(client, "sensors/b", "bad");
        assertThat(rows(reader, 2)).containsExactly("sensors/a=1", "sensors/b=3");
        Mosquitto kept = (Mosquitto) opened.remove(0);
        AutoCloseable publishing = opened.remove(2);
        close();
        publish(client, "sensors/a", "4");
        publish(client, "sensors/a", "5");
        reader = subscribe(kept);
        opened.add(0, kept);
        opened.add(1, publishing);
        List<String> all = rows(reader, 5);
        assertThat(all).endsWith("sensors/a=1", "sensors/b=3", "sensors/a=4", "sensors/a=5");
    }

    @Test
    void aBrokerThatIsKilledIsConnectedToAgain() throws Exception {
        Mosquitto broker = broker("allow_anonymous true");
        LiveReader reader = subscribe(broker);
        Mqtt5BlockingClient client = publisher(broker);
        awaitSubscription(reader, client);
        publish(client, "sensors/a", "1");
        assertThat(rows(reader, 1)).contains("sensors/a=1");
        broker.kill();
        opened.remove(opened.size() - 1);
        awaitBreaker(reader, Breaker.State.OPEN);
        assertThat(reader.next(0)).isNull();
        assertThat(reader.health())
                .contains("no connection to mqtt://127.0.0.1:" + broker.port())
                .contains("; circuit breaker: ");
        assertThat(reader.breakers().get(0).system()).isEqualTo(broker.url());
        broker.restart();
        client = publisher(broker);
        awaitSubscription(reader, client);
        publish(client, "sensors/a", "2");
        assertThat(rows(reader, 1)).contains("sensors/a=2");
        assertThat(reader.health()).isEmpty();
        Breaker breaker = reader.breakers().get(0);
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(breaker.retries()).isGreaterThanOrEqualTo(3);
    }

    private static void awaitBreaker(LiveReader reader, Breaker.State wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (reader.breakers().get(0).state() != wanted || reader.health().isEmpty()) {
            assertThat(System.nanoTime()).as("time for the breaker: %s", wanted).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void aMessagePublishedAgainUnderItsKeyIsOne() throws Exception {
        Mosquitto broker = broker("allow_anonymous true");
        LiveReader reader = subscribe(broker);
        Mqtt5BlockingClient client = publisher(broker);
        awaitSubscription(reader, client);
        publish(client, "1", "k", false);
        publish(client, "1", "k", false);
        publish(client, "2", "k", false);
        publish(client, "3", "K", true);
        assertThat(rows(reader, 3))
                .as("another message under a key that was used is no repetition")
                .filteredOn(row -> !row.startsWith("sensors/ready"))
                .containsExactlyInAnyOrder("sensors/a=1", "sensors/a=2", "sensors/a=3");
    }

    @Test
    void aRefusalEndsTheRunInWords() throws Exception {
        Path passwords = folder.resolve("passwords");
        Files.writeString(passwords, "");
        Mosquitto broker = broker("allow_anonymous false", "password_file " + passwords);
        LiveReader reader = subscribe(broker, "user", "me", "password", "s3cret-w0rd");
        assertThatThrownBy(() -> rows(reader, 1))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining(broker.url() + " refuses us")
                .hasMessageNotContaining("s3cret")
                .extracting(e -> ((BarographException) e).code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }

    private static Mosquitto tls(TestCertificate own, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "allow_anonymous true",
                "certfile " + own.certificate(),
                "keyfile " + own.key(),
                "tls_version tlsv1.2"));
        settings.addAll(List.of(more));
        return Mosquitto.start(settings.toArray(String[]::new));
    }

    private static String tlsUrl(Mosquitto broker) {
        return "mqtts://localhost:" + broker.port();
    }

    /** What comes of messages that are published until one is read. */
    private static List<String> published(LiveReader reader, Mqtt5BlockingClient client) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; rows.isEmpty() && i < 100; i++) {
            publish(client, "sensors/a", "1");
            rows = rows(reader, 0);
        }
        return rows;
    }

    private void assertUnreachable(Mosquitto broker, String... options) {
        List<String> all = new ArrayList<>(List.of(
                "url",
                tlsUrl(broker),
                "retry.for",
                "2 s",
                "journal",
                folder.resolve("k").toString()));
        all.addAll(List.of(options));
        LiveReader stranger = subscribe(broker, all.toArray(String[]::new));
        assertThatThrownBy(() -> rows(stranger, 1))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("has not been there for");
    }

    @Test
    void byTlsABrokerIsBelievedThatTheGivenCertificatesVouchFor() throws Exception {
        TestCertificate mine = TestCertificate.make(folder, "mine");
        TestCertificate others = TestCertificate.make(folder, "others");
        Mosquitto broker = tls(mine);
        opened.add(broker);
        LiveReader reader = subscribe(
                broker, "url", tlsUrl(broker), "tls.ca", mine.certificate().toString());
        Mqtt5BlockingClient client = publisher(
                broker,
                builder -> builder.sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(TlsTrust.of(mine.certificate().toString()))
                        .build()));
        assertThat(published(reader, client)).contains("sensors/a=1");
        assertUnreachable(broker, "tls.ca", others.certificate().toString());
    }

    @Test
    void aBrokerThatAsksForACertificateIsShownOurs() throws Exception {
        TestCertificate broker = TestCertificate.make(folder, "broker");
        TestCertificate ours = TestCertificate.make(folder, "ours", "EC");
        TestCertificate stranger = TestCertificate.make(folder, "stranger");
        Mosquitto asking = tls(broker, "cafile " + ours.certificate(), "require_certificate true");
        opened.add(asking);
        String authority = broker.certificate().toString();
        LiveReader reader = subscribe(
                asking,
                "url",
                tlsUrl(asking),
                "tls.ca",
                authority,
                "tls.certificate",
                ours.certificate().toString(),
                "tls.key",
                ours.key().toString());
        TlsIdentity byKeystore = Objects.requireNonNull(TlsIdentity.take(new GivenOptions(
                "mqtt",
                Map.of(
                        "tls.keystore",
                        ours.keystore().toString(),
                        "tls.keystore.password",
                        TestCertificate.PASSWORD))));
        Mqtt5BlockingClient client = publisher(
                asking,
                builder -> builder.sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(TlsTrust.of(authority))
                        .keyManagerFactory(byKeystore.keys())
                        .build()));
        assertThat(published(reader, client)).contains("sensors/a=1");
        assertUnreachable(asking, "tls.ca", authority);
        assertUnreachable(
                asking,
                "tls.ca",
                authority,
                "journal",
                folder.resolve("l").toString(),
                "tls.keystore",
                stranger.keystore().toString(),
                "tls.keystore.password",
                TestCertificate.PASSWORD);
    }

    @Test
    void patienceEnds() throws Exception {
        Mosquitto broker = broker("allow_anonymous true");
        broker.kill();
        LiveReader reader = subscribe(broker, "retry.for", "1 s");
        assertThatThrownBy(() -> rows(reader, 1))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("retry.for");
    }
}
