package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.server.http.ClientLimits;
import io.barograph.server.log.ServiceLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What those get who mean no good, each with the answer. */
@Tag("thorough")
class HostileRequestsTest {
    private static final String SECRET = "top-secret-content";

    @TempDir
    Path base;

    private Path folder;
    private Service service;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(base.resolve("data"));
        Files.writeString(folder.resolve("s.csv"), "x\n1\n");
        Files.writeString(base.resolve("outside.csv"), "secret\n" + SECRET + "\n");
        Files.createDirectory(base.resolve("more"));
        Files.writeString(base.resolve("more/outside.csv"), "secret\n" + SECRET + "\n");
        Files.createSymbolicLink(folder.resolve("link.csv"), base.resolve("outside.csv"));
        Files.createSymbolicLink(folder.resolve("linked"), base.resolve("more"));
        Files.createSymbolicLink(folder.resolve("nowhere"), base.resolve("not-there-yet"));
        service = Service.in(folder);
    }

    @AfterEach
    void end() {
        service.close();
    }

    /** Sends bytes as they are; gives the first line of the answer, or nothing where the connection was closed. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.uri("/").getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return answer.length() < 12 ? "" : answer.substring(9);
        }
    }

    private String host() {
        return "127.0.0.1:" + service.uri("/").getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd",
        "BASE/outside.csv",
        "FOLDER/../outside.csv",
        "FOLDER/./../data/../outside.csv",
        "FOLDER/link.csv",
        "FOLDER/linked/outside.csv",
        "FOLDER/*.csv",
        "FOLDER/*/../../*.csv",
        "FOLDER/l*.csv",
        "BASE/*/s.csv",
        "FOLDER/{s,../outside}.csv",
        "FOLDER/**/../../outside.csv",
        "FOLDER/not-there/../../outside.csv",
        "file:///etc/passwd",
        "hdfs://evil.example/x.csv",
        "http://169.254.169.254/latest/meta-data",
        "/proc/self/environ",
        "../../../../../../etc/passwd",
    })
    void filesElsewhereAreNotRead(String pattern) throws Exception {
        String path = pattern.replace("BASE", base.toString()).replace("FOLDER", folder.toString());
        for (String sql : new String[] {
            "SELECT * FROM '" + path + "'",
            "DESCRIBE '" + path + "'",
            "CREATE TABLE t WITH ('path' = '" + path + "', 'format' = 'csv'); SELECT * FROM t",
            "CREATE TABLE t WITH ('connector' = 'journal', 'format' = 'csv', 'path' = '" + path + "'); SELECT * FROM t",
        }) {
            HttpResponse<String> answer = service.query(sql);
            assertThat(answer.statusCode()).as(sql + "\n" + answer.body()).isIn(400, 403, 404);
            assertThat(answer.body()).doesNotContain(SECRET, "root:");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BASE/written.csv",
        "FOLDER/../written.csv",
        "FOLDER/linked/written.csv",
        "FOLDER/nowhere",
        "hdfs://evil.example/x.csv"
    })
    void filesElsewhereAreNotWritten(String pattern) throws Exception {
        String path = pattern.replace("BASE", base.toString()).replace("FOLDER", folder.toString());
        String read = "CREATE TABLE r (x BIGINT) WITH ('path' = '" + folder.resolve("s.csv")
                + "', 'format' = 'csv', 'follow' = 'true');";
        HttpResponse<String> answer = service.post(
                "/v1/pipelines?name=p",
                read + "CREATE TABLE o WITH ('path' = '" + path
                        + "', 'format' = 'csv'); INSERT INTO o SELECT x FROM r");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(base.resolve("written.csv")).doesNotExist();
        assertThat(base.resolve("more/written.csv")).doesNotExist();
        assertThat(base.resolve("not-there-yet")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'connector' = 'kafka', 'topic' = 't', 'properties.bootstrap.servers' = 'evil:9092', 'format' = 'csv' | 403",
                "'connector' = 'mqtt', 'url' = 'mqtt://evil', 'topic' = 't', 'format' = 'csv' | 403",
                "'connector' = 'stdin', 'format' = 'csv' | 403",
                "'connector' = 'http', 'format' = 'csv', 'journal' = '/tmp/elsewhere.journal' | 403",
                "'connector' = 'http', 'format' = 'csv', 'journal' = 'FOLDER/j', 'token.file' = '/etc/passwd' | 403",
                "'connector' = 'http', 'format' = 'csv', 'journal' = 'FOLDER/j', 'tls.keystore' = '/etc/passwd' | 403",
            })
    void connectorsThatNobodyAllowedAreRefused(String options, int status) throws Exception {
        HttpResponse<String> answer = service.post(
                "/v1/pipelines?name=p",
                "CREATE TABLE r (x BIGINT) WITH (" + options.replace("FOLDER", folder.toString())
                        + "); SELECT x FROM r");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/../../etc/passwd, 400",
        "/%2e%2e/%2e%2e/etc/passwd, 400",
        "/..%2f..%2fetc/passwd, 400",
        "/index.html/../../ServerConfig.class, 400",
        "/ServerConfig.class, 404",
        "/page/index.html, 404",
        "/index.html%00.js, 400",
        "/.git/config, 404",
        "/v1/pipelines/..%2f..%2fx, 400",
        "//evil.example/, 400",
    })
    void onlyThePagesFilesAreServed(String path, int status) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n"))
                .isEqualTo(Integer.toString(status));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/status HTTP/1.1~Host: evil.example | 421",
                "GET /v1/status HTTP/1.1~Host: 127.0.0.1.evil.example | 421",
                "GET /v1/status HTTP/1.1~Host: localhost.evil.example:80 | 421",
                "GET /v1/status HTTP/1.1 | 400",
                "GET /v1/status HTTP/1.1~Host: localhost | 200",
                "GET /v1/status HTTP/1.1~Host: [::1]:8750 | 200",
                "GET /v1/status HTTP/1.1~Host: localhost~Origin: http://evil.example | 403",
                "GET /v1/status HTTP/1.1~Host: localhost~Origin: null | 403",
                "POST /v1/pipelines?name=x HTTP/1.1~Host: localhost~Origin: http://localhost:3000~Content-Length: 0 | 403",
                "GET /v1/status HTTP/1.1~Host: localhost~Sec-Fetch-Site: cross-site | 403",
                "GET /v1/status HTTP/1.1~Host: localhost~Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: navigate | 403",
                "GET / HTTP/1.1~Host: localhost~Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: navigate | 200",
                "TRACE /v1/status HTTP/1.1~Host: localhost | 405",
                "DELETE / HTTP/1.1~Host: localhost | 404",
                "GET /v1/status HTTP/9.9~Host: localhost | 505",
                "NONSENSE | 400",
                "POST /v1/query HTTP/1.1~Host: localhost~Content-Length: 5~Transfer-Encoding: chunked | 400",
                "POST /v1/query HTTP/1.1~Host: localhost~Content-Length: -5 | 400",
                "POST /v1/query HTTP/1.1~Host: localhost~Content-Length: 99999999 | 413",
                "GET /v1/query?sql=%FF HTTP/1.1~Host: localhost | 400",
            })
    void requestsThatAreNoneOfOursAreRefused(String request, String status) throws Exception {
        assertThat(raw(request.replace("~", "\r\n") + "\r\nConnection: close\r\n\r\n"))
                .isEqualTo(status);
    }

    /** A running pipeline with a table for rows. */
    private void takeRows() throws Exception {
        String sql =
                "CREATE TABLE r (x BIGINT) WITH ('connector' = 'http', 'format' = 'FORMAT', 'journal' = 'JOURNAL');"
                        + " SELECT x FROM r";
        for (String format : new String[] {"csv", "json"}) {
            HttpResponse<String> made = service.post(
                    "/v1/pipelines?name=" + format,
                    sql.replace("TABLE r", "TABLE " + format)
                            .replace("FROM r", "FROM " + format)
                            .replace("FORMAT", format)
                            .replace(
                                    "JOURNAL",
                                    folder.resolve(format + ".journal").toString()));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            Service.until(
                    "the table takes rows",
                    () -> service.post("/v1/tables/" + format + "/rows", "").statusCode() == 200);
        }
    }

    private static String gzip(int zeros) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            byte[] block = new byte[1 << 16];
            for (int i = 0; i < zeros; i += block.length) {
                out.write(block);
            }
        }
        return packed.toString(StandardCharsets.ISO_8859_1);
    }

    private String rows(String table, String headers, String body) throws IOException {
        return raw("POST /v1/tables/" + table
                + "/rows HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n"
                + headers + "\r\n" + body);
    }

    /** What is no row is a matter of the query, which counts it with its place; what is no body is refused. */
    @Test
    void rowsThatAreNoneAreRefusedOrCounted() throws Exception {
        takeRows();
        assertThat(rows("csv", "Content-Encoding: gzip\r\n", gzip(1 << 26)))
                .as("a bomb: 64 MiB of zeros in 64 kB")
                .isEqualTo("413");
        assertThat(rows("csv", "Content-Encoding: gzip\r\n", "no gzip at all")).isEqualTo("400");
        assertThat(rows("csv", "Content-Encoding: br\r\n", "x")).isEqualTo("415");
        assertThat(rows("csv", "Content-Type: application/json\r\n", "{}")).isEqualTo("415");
        assertThat(rows("csv", "Idempotency-Key: " + "k".repeat(256) + "\r\n", "1\n"))
                .isEqualTo("400");
        assertThat(rows("csv", "", "1\n\"never closed\n2\n")).isEqualTo("200");
        assertThat(rows("csv", "", "\u0000\u00ff\u00fe,,,,\n")).isEqualTo("200");
        assertThat(rows("json", "", "[".repeat(100_000))).as("deeply nested").isIn("200", "400");
        assertThat(rows("json", "", "{\"x\":".repeat(100_000))).isIn("200", "400");
        assertThat(rows("json", "", "{\"x\": 1")).isIn("200", "400");
        assertThat(rows("json", "", "{\"x\": 1e999999999}")).isEqualTo("200");
        assertThat(rows("json", "", "{\"x\": " + "9".repeat(1_000_000) + "}")).isEqualTo("200");
        assertThat(rows("nothing", "", "1\n")).isEqualTo("404");
        assertThat(rows("csv", "Authorization: Basic ====\r\n", "1\n")).isEqualTo("200");
        // All is well with those who come after, and the pipelines run on.
        assertThat(rows("json", "", "{\"x\": 7}")).isEqualTo("200");
        Service.until(
                "the good row behind the bad ones is read",
                () -> service.get("/v1/pipelines/json/results", "Accept", "application/json")
                        .body()
                        .contains("{\"x\":7}"));
        assertThat(service.get("/v1/status").body())
                .contains("\"phase\":\"running\"")
                .doesNotContain("\"phase\":\"failed\"", "\"phase\":\"waiting\"");
        assertThat(service.log()).doesNotContain("request failed");
    }

    /** Texts of clients never become headers or lines of the log of their own. */
    @Test
    void nothingIsInjected() throws Exception {
        for (String path : new String[] {
            "/v1/pipelines?name=x%0d%0aSet-Cookie:%20a=b", "/v1/pipelines/x%0d%0aSet-Cookie:%20a=b/start",
        }) {
            HttpResponse<String> answer = service.post(path, "SELECT 1");
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
        assertThat(
                        raw(
                                "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX: a\rSet-Cookie: a=b\r\nConnection: close\r\n\r\n"))
                .isEqualTo("400");
        assertThat(raw("GET /v1/status HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .isEqualTo("400");
        service.post("/v1/pipelines?name=p", "SELECT 'a\nb' FROM '" + folder.resolve("s.csv") + "'");
        assertThat(service.log().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Basic MDEy",
                "bearer 0123456789abcdef0123456789abcdeF",
                "0123456789abcdef0123456789abcdef"
            })
    void tokensThatAreWrongOpenNothing(String given) throws Exception {
        try (Service guarded = new Service(Service.config(folder, "0123456789abcdef0123456789abcdef"))) {
            for (String path : new String[] {"/v1/status", "/metrics", "/v1/query?sql=SELECT%201", "/v1/pipelines"}) {
                HttpResponse<String> answer = guarded.get(path, "Authorization", given);
                assertThat(answer.statusCode()).as(path).isEqualTo(401);
                assertThat(answer.body()).doesNotContain("0123456789");
            }
            assertThat(guarded.post("/v1/tables/r/rows", "1\n", "Authorization", given)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void textsWithoutEndAreRefused() throws Exception {
        String deep = "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000);
        assertThat(service.post("/v1/query", deep).statusCode()).isEqualTo(400);
        // Its parser would take half a minute.
        HttpResponse<String> endless = service.post("/v1/query", "SELECT " + "1+".repeat(500_000) + "1");
        assertThat(endless.statusCode()).isEqualTo(400);
        assertThat(endless.body()).contains("this expression is too long");
        assertThat(service.post("/v1/query", "x".repeat((1 << 20) + 1)).statusCode())
                .isEqualTo(413);
        // Who reads no answer before all is sent sees it, too.
        assertThat(raw("POST /v1/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + (8 << 20) + "\r\n\r\n"
                        + "x".repeat(8 << 20)))
                .isEqualTo("413");
        assertThat(raw("POST /v1/query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").repeat(17) + "0\r\n\r\n"))
                .isEqualTo("413");
        assertThat(raw("POST /v1/query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n"))
                .isEqualTo("400");
        assertThat(raw("GET /" + "a".repeat(1 << 17) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isIn("414", "431", "");
        assertThat(service.query("SELECT 1 AS x").body()).isEqualTo("x\n1\n");
        assertThat(service.log()).doesNotContain("request failed");
    }

    @Test
    void headersWithoutEndAreRefused() throws Exception {
        assertThat(raw("GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(1 << 17) + "\r\n\r\n"))
                .isIn("431", "");
    }

    @Test
    void answersCarryTheHeadersThatAPageShouldHave() throws Exception {
        HttpResponse<String> page = service.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.headers().firstValue("Server")).isEmpty();
        assertThat(service.get("/none").headers().firstValue("Content-Security-Policy"))
                .isPresent();
    }

    @Test
    void whereThereIsATokenItIsAskedFor() throws Exception {
        String token = "0123456789abcdef0123456789abcdef";
        try (Service guarded = new Service(Service.config(folder, token))) {
            assertThat(guarded.get("/v1/status").statusCode()).isEqualTo(401);
            assertThat(guarded.get("/v1/status").headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer");
            assertThat(guarded.get("/v1/status", "Authorization", "Bearer wrong")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(guarded.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(guarded.query("SELECT 1 AS x").statusCode()).isEqualTo(401);
            assertThat(guarded.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(guarded.get("/").statusCode()).isEqualTo(200);
            assertThat(guarded.get("/v1/status", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(guarded.log()).doesNotContain(token);
        }
    }

    @Test
    void withoutATokenNobodyBeyondThisMachineIsListenedTo() {
        ServerConfig here = Service.config(folder, null);
        ServerConfig open = new ServerConfig(
                "0.0.0.0",
                0,
                null,
                here.hosts(),
                here.files(),
                here.connectors(),
                here.data(),
                here.pipelines(),
                here.limits(),
                here.queries(),
                here.clients(),
                false);
        ServiceLog log = new ServiceLog(new PrintStream(OutputStream.nullOutputStream()), false, Clock.systemUTC());
        assertThatThrownBy(() -> BarographServer.start(open, log))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("BAROGRAPH_TOKEN");
    }

    @Test
    void secretsAreShownToNobody() throws Exception {
        String sql = "CREATE TABLE r (x BIGINT) WITH ('connector' = 'http', 'format' = 'csv', 'journal' = '"
                + folder.resolve("r.journal") + "', 'port' = '" + Service.freePort()
                + "', 'token' = 'hush-hush-hush');\nSELECT x FROM r";
        assertThat(service.post("/v1/pipelines?name=p", sql).statusCode()).isEqualTo(201);
        assertThat(service.get("/v1/pipelines/p").body()).contains("(hidden)").doesNotContain("hush-hush");
        assertThat(service.query("DESCRIBE r").body()).doesNotContain("hush-hush");
        // The table's own token is asked for where the service has none.
        Service.until(
                "the table takes rows",
                () -> service.post("/v1/tables/r/rows", "1\n", "Authorization", "Bearer hush-hush-hush")
                                .statusCode()
                        == 200);
        assertThat(service.post("/v1/tables/r/rows", "1\n").statusCode()).isEqualTo(401);
        assertThat(service.log()).doesNotContain("hush-hush");
    }

    @Test
    void floodsAreToldToComeLater() throws Exception {
        ServerConfig here = Service.config(folder, null);
        ServerConfig slow = new ServerConfig(
                here.host(),
                0,
                null,
                here.hosts(),
                here.files(),
                here.connectors(),
                here.data(),
                here.pipelines(),
                here.limits(),
                here.queries(),
                new ClientLimits(5, Duration.ofMinutes(1)),
                true);
        try (Service limited = new Service(slow)) {
            HttpResponse<String> last = limited.get("/health/live");
            for (int i = 0; i < 200 && last.statusCode() == 200; i++) {
                last = limited.get("/health/live");
            }
            assertThat(last.statusCode()).isEqualTo(429);
            assertThat(last.headers().firstValue("Retry-After")).hasValue("1");
            // Whoever comes back when he was told to is let by.
            for (int i = 0; i < 60 && last.statusCode() != 200; i++) {
                Thread.sleep(1000L
                        * Integer.parseInt(
                                last.headers().firstValue("Retry-After").orElseThrow()));
                last = limited.get("/health/live");
            }
            assertThat(last.statusCode()).isEqualTo(200);
        }
    }
}
