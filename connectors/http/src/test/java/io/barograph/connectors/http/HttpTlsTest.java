package io.barograph.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.connectors.shared.TlsIdentity;
import io.barograph.connectors.shared.TlsTrust;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.core.source.RejectHandler;
import io.barograph.formats.GivenOptions;
import io.barograph.testkit.server.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's client against the real listener, by TLS. */
@Tag("thorough")
class HttpTlsTest {
    private static final Schema SCHEMA = Schema.of(new Field("name", Type.VARCHAR), new Field("value", Type.BIGINT));

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestCertificate own;
    private int port;

    @BeforeEach
    void findPort() throws IOException {
        own = TestCertificate.make(folder, "own", "EC");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private void listen(String name, String... more) {
        Map<String, String> options = new TreeMap<>(Map.of(
                "format",
                "csv",
                "port",
                Integer.toString(port),
                "journal",
                folder.resolve(name).toString()));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        HttpConnector connector = new HttpConnector();
        LiveTable table = connector.openTable(connector.table(name, options, SCHEMA));
        opened.add(table);
        LiveLane lane = table.lanes().get(0);
        LiveReader reader =
                table.newReader(new int[] {0, 1}, List.of(new LaneStart(lane, lane.startOffset())), RejectHandler.NONE);
        opened.add(reader);
    }

    private void listenByKey(String name, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "tls.certificate",
                own.certificate().toString(),
                "tls.key",
                own.key().toString()));
        options.addAll(List.of(more));
        listen(name, options.toArray(String[]::new));
    }

    /** One that believes our certificate alone. */
    private HttpClient client(KeyManager... keys) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, TlsTrust.of(own.certificate().toString()).getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private String send(HttpClient client, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofString("a,1\n"))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body().strip();
    }

    private String https(String host) {
        return "https://" + host + ":" + port + "/readings";
    }

    @Test
    void rowsAreSentByTls() throws Exception {
        listenByKey("readings");
        assertThat(send(client(), https("localhost"))).isEqualTo("200 {\"records\":1}");
        assertThat(send(client(), https("127.0.0.1"))).isEqualTo("200 {\"records\":1}");
        assertThatThrownBy(() -> send(HttpClient.newHttpClient(), https("localhost")))
                .as("nobody vouches for it")
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> send(client(), "http://localhost:" + port + "/readings"))
                .as("not without TLS")
                .isInstanceOf(IOException.class);
    }

    @Test
    void aKeystoreHoldsBoth() throws Exception {
        listen(
                "readings",
                "tls.keystore",
                own.keystore().toString(),
                "tls.keystore.password",
                TestCertificate.PASSWORD);
        assertThat(send(client(), https("localhost"))).isEqualTo("200 {\"records\":1}");
    }

    @Test
    void sendersCanBeKnownByTheirCertificates() throws Exception {
        TestCertificate sender = TestCertificate.make(folder, "sender");
        TestCertificate stranger = TestCertificate.make(folder, "stranger");
        listenByKey("readings", "tls.ca", sender.certificate().toString(), "host", "0.0.0.0");
        assertThat(send(client(keys(sender)), https("localhost"))).isEqualTo("200 {\"records\":1}");
        assertThatThrownBy(() -> send(client(), https("localhost"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> send(client(keys(stranger)), https("localhost")))
                .isInstanceOf(IOException.class);
    }

    private static KeyManager[] keys(TestCertificate of) {
        GivenOptions given = new GivenOptions(
                "http",
                Map.of(
                        "tls.certificate",
                        of.certificate().toString(),
                        "tls.key",
                        of.key().toString()));
        return Objects.requireNonNull(TlsIdentity.take(given)).keys().getKeyManagers();
    }

    @Test
    void tablesOfOneAddressAreReachedAlike() throws Exception {
        listenByKey("readings");
        listenByKey("others");
        assertThat(send(client(), https("localhost").replace("readings", "others")))
                .startsWith("200");
        assertThatThrownBy(() -> listen("open"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("http://127.0.0.1:" + port + "/open and https://127.0.0.1:" + port + "/readings")
                .hasMessageContaining("give both the same");
    }

    @Test
    void tlsAloneLetsNobodyElseIn() {
        assertThatThrownBy(() -> listenByKey("readings", "host", "0.0.0.0"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("anybody who reaches this machine could send rows")
                .hasMessageContaining("'tls.ca'");
    }
}
