package io.barograph.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.SecretOptions;
import io.barograph.core.source.TableDescription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real client and hostile sockets against the real listener: what is answered, and what is in the journal. */
class HttpPushTest {
    private static final Schema SCHEMA = Schema.of(new Field("name", Type.VARCHAR), new Field("value", Type.BIGINT));
    private static final int[] ALL = {0, 1};

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private int port;

    @BeforeEach
    void findPort() throws IOException {
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

    private Map<String, String> options(String... more) {
        Map<String, String> options = new TreeMap<>(Map.of(
                "format",
                "csv",
                "port",
                Integer.toString(port),
                "journal",
                folder.resolve("j").toString()));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    private LiveReader listen(String... more) {
        return listen("readings", options(more));
    }

    private LiveReader listen(String name, Map<String, String> options) {
        HttpConnector connector = new HttpConnector();
        TableDescription description = connector.table(name, options, SCHEMA);
        LiveTable table = connector.openTable(description);
        opened.add(table);
        LiveLane lane = table.lanes().get(0);
        LiveReader reader = table.newReader(ALL, List.of(new LaneStart(lane, lane.startOffset())), RejectHandler.NONE);
        opened.add(reader);
        return reader;
    }

    private HttpRequest.Builder post(byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readings"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    /** Status and body. */
    private String send(String body, String... headers) throws IOException, InterruptedException {
        return send(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private String send(byte[] body, String... headers) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(post(body, headers).build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body().strip();
    }

    /** Rows read until there are none for a moment. */
    private static List<String> rows(LiveReader reader) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int idle = 0; idle < 2; ) {
            LiveReader.LaneRows read = reader.next(TimeUnit.MILLISECONDS.toNanos(20));
            if (read == null) {
                idle++;
            } else {
                for (int i = 0; i < read.rows().size(); i++) {
                    List<Object> row = read.rows().row(i);
                    rows.add(row.get(0) + "=" + row.get(1));
                }
            }
        }
        return rows;
    }

    @Test
    void whatIsAcknowledgedIsRead() throws Exception {
        LiveReader reader = listen();
        assertThat(send("a,1\nb,2\r\n\n\"c\nd\",3")).isEqualTo("200 {\"records\":3}");
        assertThat(send("")).isEqualTo("200 {\"records\":0}");
        assertThat(send("e,x\nf,4\n"))
                .as("a row that is none is journaled, and rejected there")
                .startsWith("200");
        assertThat(rows(reader)).containsExactly("a=1", "b=2", "c\nd=3", "f=4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\",\"value\":1}|1",
                "[{\"name\":\"a\",\"value\":1},{\"name\":\"b\",\"value\":2}]|2",
                " [ ] |0",
                "{\"name\":\"a\",\"value\":1}{\"name\":\"b\",\"value\":2} {}|3",
            })
    void jsonIsAnObjectAnArrayOrSeveralObjects(String body, int records) throws Exception {
        listen("format", "json");
        assertThat(send(body)).isEqualTo("200 {\"records\":" + records + "}");
        assertThat(send(body, "Content-Type", "application/json; charset=utf-8"))
                .isEqualTo("200 {\"records\":" + records + "}");
    }

    @Test
    void aBrokenLineOfNdjsonIsItsOwnMatter() throws Exception {
        LiveReader reader = listen("format", "json");
        assertThat(send(
                        "{\"name\":\"a\",\"value\":1}\n{\"name\":\n{\"name\":\"b\",\"value\":2}\n",
                        "Content-Type",
                        "application/x-ndjson"))
                .isEqualTo("200 {\"records\":3}");
        assertThat(rows(reader)).containsExactly("a=1", "b=2");
    }

    @Test
    void binaryRecordsStandBehindTheirLengths() throws Exception {
        LiveReader reader = listen("format", "binary");
        byte[] record = {1, 0, 1, 'a', 14};
        byte[] body = {5, 0, 0, 0, 1, 0, 1, 'a', 14, 5, 0, 0, 0, 1, 0, 1, 'b', 16};
        assertThat(send(body)).isEqualTo("200 {\"records\":2}");
        assertThat(send(record)).startsWith("400 ").contains("byte 0 of the binary records");
        assertThat(rows(reader)).containsExactly("a=7", "b=8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"name\":\"a\"}|the array does not end",
                "[{\"name\":\"a\"} {}]|no comma",
                "[{}] x|behind the array",
                "{\"name\":\"a\"|does not end",
                "hello|no object",
                "[1]|no object",
            })
    void whatCannotBeCutIsRefusedAsAWhole(String body, String message) throws Exception {
        LiveReader reader = listen("format", "json");
        assertThat(send(body)).startsWith("400 {\"error\":\"byte ").contains(message);
        assertThat(rows(reader)).isEmpty();
    }

    @Test
    void gzipIsUnpackedWithinTheLimit() throws Exception {
        LiveReader reader = listen("body.limit", "64 KiB");
        assertThat(send(gzip("a,1\nb,2\n".getBytes(StandardCharsets.UTF_8)), "Content-Encoding", "gzip"))
                .isEqualTo("200 {\"records\":2}");
        assertThat(send(gzip(new byte[10_000_000]), "Content-Encoding", "gzip"))
                .startsWith("413 ")
                .contains("unpacked", "body.limit");
        assertThat(send("a,1", "Content-Encoding", "gzip")).startsWith("400 ");
        byte[] cut = gzip("a,1\nb,2\n".getBytes(StandardCharsets.UTF_8));
        assertThat(send(java.util.Arrays.copyOf(cut, cut.length - 9), "Content-Encoding", "gzip"))
                .startsWith("400 ");
        assertThat(send("a,1", "Content-Encoding", "br")).startsWith("415 ");
        assertThat(rows(reader)).containsExactly("a=1", "b=2");
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    @Test
    void requestsThatCannotBeAreToldWhy() throws Exception {
        listen("body.limit", "1 KiB");
        assertThat(send("x".repeat(1025))).startsWith("413 ").contains("1024 bytes");
        assertThat(send("{}", "Content-Type", "application/json"))
                .startsWith("415 ")
                .contains("takes csv");
        assertThat(send("a,1", "Idempotency-Key", "x".repeat(256))).startsWith("400 ");
        HttpResponse<String> got = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readings"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(got.headers().firstValue("Allow")).contains("POST");
        assertThat(client.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/reading"))
                                        .POST(HttpRequest.BodyPublishers.ofString("a,1"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("/readings");
    }

    @Test
    void aHeaderIsNoRowAndMustFit() throws Exception {
        LiveReader reader = listen();
        assertThat(send("name,value\na,1\n", "Content-Type", "text/csv; header=present"))
                .isEqualTo("200 {\"records\":1}");
        assertThat(send("value,name\n1,a\n", "Content-Type", "text/csv; header=present"))
                .startsWith("400 ")
                .contains("name,value");
        assertThat(rows(reader)).containsExactly("a=1");
    }

    @Test
    void aRetriedRequestIsTakenOnceAlsoAfterARestart() throws Exception {
        LiveReader reader = listen();
        assertThat(send("a,1\nb,2\n", "Idempotency-Key", "k1")).isEqualTo("200 {\"records\":2}");
        assertThat(send("a,1\nb,2\n", "Idempotency-Key", "k1")).isEqualTo("200 {\"records\":2,\"duplicate\":true}");
        assertThat(send("a,1\nb,3\n", "Idempotency-Key", "k1")).startsWith("422 ");
        assertThat(rows(reader)).containsExactly("a=1", "b=2");
        close();
        opened.clear();
        reader = listen();
        assertThat(send("a,1\nb,2\n", "Idempotency-Key", "k1")).isEqualTo("200 {\"records\":2,\"duplicate\":true}");
        assertThat(rows(reader)).containsExactly("a=1", "b=2");
    }

    @Test
    void keysThatDifferInTheCaseOfLettersAreTwo() throws Exception {
        LiveReader reader = listen();
        assertThat(send("a,1\n", "Idempotency-Key", "key")).isEqualTo("200 {\"records\":1}");
        assertThat(send("a,1\n", "Idempotency-Key", "KEY")).isEqualTo("200 {\"records\":1}");
        assertThat(rows(reader)).containsExactly("a=1", "a=1");
    }

    @Test
    void onlyWhoKnowsTheTokenCanSend() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "s3cret-t0ken\n");
        LiveReader reader = listen("token.file", file.toString());
        assertThat(send("a,1")).startsWith("401 ").doesNotContain("s3cret");
        assertThat(send("a,1", "Authorization", "Bearer s3cret-t0keN")).startsWith("401 ");
        assertThat(send("a,1", "Authorization", "Basic s3cret-t0ken")).startsWith("401 ");
        assertThat(send("a,1", "Authorization", "bearer s3cret-t0ken")).startsWith("200 ");
        assertThat(rows(reader)).containsExactly("a=1");
        assertThat(SecretOptions.isSecret("token")).isTrue();
        assertThat(HttpOptions.take("t", new io.barograph.formats.GivenOptions("http", Map.of("token", "s3cret-t0ken")))
                        .toString())
                .doesNotContain("s3cret");
    }

    @Test
    void beyondThisMachineATokenIsNeeded() {
        assertThatThrownBy(() -> listen("host", "0.0.0.0"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("token.env")
                .hasMessageContaining("open");
        listen(
                "r2",
                options(
                        "host",
                        "0.0.0.0",
                        "open",
                        "true",
                        "journal",
                        folder.resolve("k").toString()));
    }

    @Test
    void severalTablesShareAnAddressButNotAPath() throws Exception {
        LiveReader first = listen();
        LiveReader other =
                listen("other", options("journal", folder.resolve("o").toString()));
        client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/other"))
                        .POST(HttpRequest.BodyPublishers.ofString("o,1"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        send("a,1");
        assertThat(rows(first)).containsExactly("a=1");
        assertThat(rows(other)).containsExactly("o=1");
        assertThatThrownBy(() ->
                        listen("third", options("journal", folder.resolve("p").toString(), "path", "/other")))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("/other");
    }

    @Test
    void aTakenPortIsSaidSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(this::listen)
                    .isInstanceOf(BarographException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .extracting(e -> ((BarographException) e).code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    @Test
    void manyProducersAtOnceLoseNothing() throws Exception {
        LiveReader reader = listen();
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            sent.add("p" + i + "=1");
            sent.add("p" + i + "=2");
            all.add(client.sendAsync(
                    post(("p" + i + ",1\np" + i + ",2\n").getBytes(StandardCharsets.UTF_8))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> one : all) {
            assertThat(one.join().statusCode()).isEqualTo(200);
        }
        assertThat(rows(reader)).containsExactlyInAnyOrderElementsOf(sent);
    }

    /** What a socket is told that sends these bytes and then nothing. */
    private String raw(byte[] bytes, int waitMillis) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(waitMillis);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(bytes);
                out.flush();
            } catch (IOException closed) {
                // It need not hear all of it.
            }
            StringBuilder told = new StringBuilder();
            try {
                InputStream in = socket.getInputStream();
                for (int b = in.read(); b >= 0; b = in.read()) {
                    told.append((char) b);
                }
            } catch (IOException endOrTime) {
                // What was told until then.
            }
            return told.toString();
        }
    }

    @Test
    void hostileRequestsAreRefusedAndOthersServedMeanwhile() throws Exception {
        LiveReader reader = listen();
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream()
                    .write("POST /readings HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na,"
                            .getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        Random random = new Random(7);
        List<byte[]> hostile = new ArrayList<>(List.of(
                "GET\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                ("POST /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII),
                ("POST /readings HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(100_000) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII),
                "POST /readings HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "POST /readings HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nContent-Length: 8\r\n\r\n123456789"
                        .getBytes(StandardCharsets.US_ASCII),
                "POST /readings HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"
                        .getBytes(StandardCharsets.US_ASCII),
                "POST /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "POST /%00 HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        for (int i = 0; i < 10; i++) {
            byte[] noise = new byte[200];
            random.nextBytes(noise);
            hostile.add(noise);
        }
        for (byte[] bytes : hostile) {
            String told = raw(bytes, 200);
            assertThat(told).doesNotContain("Exception", "\tat ", "org.eclipse", "<html", "Jetty");
            assertThat(told.startsWith("HTTP/1.1 4") || told.startsWith("HTTP/1.1 5") || told.isEmpty())
                    .as(told)
                    .isTrue();
        }
        assertThat(send("a,1")).isEqualTo("200 {\"records\":1}");
        for (Socket socket : slow) {
            socket.close();
        }
        assertThat(rows(reader)).as("half a body is none").containsExactly("a=1");
    }
}
