package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries over HTTP, end to end. */
class QueryApiTest {
    /** Debian's, which has Debian's pandas, whatever comes first in the path. */
    private static final String PYTHON =
            Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";

    @TempDir
    Path folder;

    private Service service;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(file(), "ts,device_id,temperature\n2024-01-01 00:00:00,1,20.5\n2024-01-01 00:00:01,2,\n");
        service = Service.in(folder);
    }

    @AfterEach
    void end() {
        service.close();
    }

    private Path file() {
        return folder.resolve("s.csv");
    }

    private String all() {
        return "SELECT * FROM '" + file() + "' ORDER BY device_id";
    }

    @Test
    void csvIsWhatCurlGets() throws Exception {
        HttpResponse<String> answer = service.query(all(), "Accept", "*/*");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        assertThat(answer.body())
                .isEqualTo("ts,device_id,temperature\n2024-01-01 00:00:00,1,20.5\n2024-01-01 00:00:01,2,\n");
        assertThat(service.post("/v1/query", all()).body()).isEqualTo(answer.body());
    }

    @Test
    void theHeaderChoosesTheForm() throws Exception {
        assertThat(service.query(all(), "Accept", "application/json").body())
                .startsWith("[")
                .contains("{\"ts\":\"2024-01-01T00:00:00Z\",\"device_id\":1,\"temperature\":20.5}");
        assertThat(service.query(all(), "Accept", "application/x-ndjson").body().lines())
                .containsExactly(
                        "{\"ts\":\"2024-01-01T00:00:00Z\",\"device_id\":1,\"temperature\":20.5}",
                        "{\"ts\":\"2024-01-01T00:00:01Z\",\"device_id\":2,\"temperature\":null}");
        String path = "/v1/query?sql=" + Service.encoded(all());
        byte[] parquet = service.bytes(path, "Accept", "application/vnd.apache.parquet;q=1, text/csv;q=0.5")
                .body();
        assertThat(new String(parquet, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
        byte[] arrow = service.bytes(path + "&format=arrow").body();
        assertThat(new String(arrow, 0, 6, StandardCharsets.US_ASCII)).isEqualTo("ARROW1");
        assertThat(service.query(all(), "Accept", "image/png").statusCode()).isEqualTo(406);
    }

    @Test
    void whatIsWrongIsAProblemWithItsPlace() throws Exception {
        HttpResponse<String> answer = service.query("SELECT *\nFROM '" + file() + "' WHERE temprature > 1");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"UNKNOWN_COLUMN\"", "\"line\":2", "did you mean", "temperature");
        assertThat(service.query("SELECT * FROM 'none.csv'").statusCode()).isIn(403, 404);
        assertThat(service.query("SELECT * FROM '" + folder.resolve("none.csv") + "'")
                        .statusCode())
                .isEqualTo(404);
        assertThat(service.get("/v1/query").statusCode()).isEqualTo(400);
        assertThat(service.query("INSERT INTO '" + folder.resolve("o.csv") + "' SELECT 1 AS x")
                        .body())
                .contains("queries only read");
        assertThat(folder.resolve("o.csv")).doesNotExist();
    }

    @Test
    void explainAndDescribeAnswerToo() throws Exception {
        assertThat(service.query("DESCRIBE '" + file() + "'").body())
                .isEqualTo("column,type\nts,TIMESTAMP\ndevice_id,BIGINT\ntemperature,DOUBLE\n");
        assertThat(service.query("EXPLAIN " + all()).body()).contains("s.csv");
    }

    @Test
    void aChartIsDrawnOfAnAnswer() throws Exception {
        String path = "/v1/query?chart=300&sql=" + Service.encoded(all());
        HttpResponse<String> answer = service.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body())
                .contains(
                        "\"columns\":[{\"name\":\"ts\",\"type\":\"TIMESTAMP\"}",
                        "\"total\":2,\"time\":\"ts\",\"value\":\"temperature\",\"by\":\"device_id\"",
                        "\"readings\":1,\"all\":1");
        assertThat(service.get(path + "&value=temprature").body()).contains("did you mean temperature?");
        assertThat(service.get("/v1/query?chart=300&sql=" + Service.encoded("EXPLAIN " + all()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(service.get("/v1/query?chart=0&sql=SELECT+1").statusCode()).isEqualTo(400);
        assertThat(service.get("/v1/query?chart=300&sql=SELECT+1").body())
                .contains("\"time\":null")
                .doesNotContain("lines");
    }

    @Test
    void tooManyRowsAreCutOffWhereClientsNotice() throws Exception {
        String many = "SELECT a.* FROM '" + file() + "' a, '" + file() + "' b";
        assertThat(service.query(many).body().lines().count()).isEqualTo(5);
        StringBuilder rows = new StringBuilder("x\n");
        for (int i = 0; i < 100_001; i++) {
            rows.append(i).append('\n');
        }
        Path large = folder.resolve("large.csv");
        Files.writeString(large, rows);
        try {
            HttpResponse<String> answer = service.query("SELECT * FROM '" + large + "'");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("more than 100000 rows");
        } catch (IOException cut) {
            assertThat(cut).isNotNull();
        }
    }

    @Test
    void whatWasLeftOutIsNoted() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.csv"), "a,b\n1,2\noops\n3,0\n");
        String rejected = "1 of 3 records rejected: 1 x ";
        String sql = "SELECT a, 1 / b AS c FROM '" + bad + "'";
        HttpResponse<String> answer = service.query(sql);
        assertThat(answer.body().lines()).hasSize(3);
        assertThat(answer.headers().allValues("Barograph-Note"))
                .hasSize(2)
                .anySatisfy(note -> assertThat(note).startsWith(rejected))
                .anySatisfy(note -> assertThat(note).startsWith("1 value was undefined and taken as NULL: 1 x "));
        assertThat(service.log())
                .contains(
                        "\"event\":\"query left out rows or values\",\"late\":0,\"read\":3,\"rejected\":1,\"undefined\":1");
        String asked = "&sql=" + Service.encoded(sql);
        assertThat(service.get("/v1/query?format=jsonl&notes=last" + asked)
                        .body()
                        .lines())
                .hasSize(3)
                .last(InstanceOfAssertFactories.STRING)
                .startsWith("{\"notes\":[\"1 of 3 records rejected: 1 × ");
        assertThat(service.get("/v1/query?chart=300" + asked).body())
                .contains("\"notes\":[\"1 of 3 records rejected: 1 × ");
        assertThat(service.get("/v1/query?format=csv&notes=last" + asked).statusCode())
                .isEqualTo(400);
        // What a value in the query needed was read as well.
        assertThat(service.query("SELECT (SELECT max(a) FROM '" + bad + "') AS m")
                        .headers()
                        .firstValue("Barograph-Note")
                        .orElse("none"))
                .startsWith(rejected);
        assertThat(service.query(all()).headers().firstValue("Barograph-Note")).isEmpty();
    }

    @Test
    void explainAnalyzeRunsTheQueryAndTellsWhatItLeftOut() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.csv"), "a,b\n1,2\noops\n3,0\n");
        String sql = "SELECT a, 1 / b AS c FROM '" + bad + "'";
        HttpResponse<String> answer = service.query("EXPLAIN ANALYZE " + sql);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(answer.body())
                .contains("bad.csv (csv, 1 file)")
                .contains("bad.csv: bytes 0 to 17, read 3 = used 2 + late 0 + rejected 1 + duplicate 0\n2 rows in ");
        assertThat(answer.headers().allValues("Barograph-Note"))
                .hasSize(2)
                .anySatisfy(note -> assertThat(note).startsWith("1 of 3 records rejected"))
                .anySatisfy(note -> assertThat(note).startsWith("1 value was undefined"));
        // Of what was not run there is nothing to note.
        HttpResponse<String> plan = service.query("EXPLAIN " + sql);
        assertThat(plan.body()).contains("bad.csv (csv, 1 file)").doesNotContain("read 3");
        assertThat(plan.headers().firstValue("Barograph-Note")).isEmpty();
    }

    @Test
    void whatALargeAnswerLeftOutIsATrailer() throws Exception {
        StringBuilder rows = new StringBuilder("x\n");
        for (int i = 0; i < 50_000; i++) {
            rows.append(i).append('\n');
        }
        Path large = Files.writeString(folder.resolve("large.csv"), rows + "one\n");
        try (Socket socket = new Socket("127.0.0.1", service.uri("/").getPort())) {
            socket.setSoTimeout(60_000);
            String sql = "SELECT CAST(x AS VARCHAR) AS x FROM '" + large + "'";
            socket.getOutputStream()
                    .write(("GET /v1/query?sql=" + Service.encoded(sql)
                                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer.substring(0, answer.indexOf("\r\n\r\n"))).contains("Trailer: Barograph-Note");
            assertThat(answer.substring(answer.lastIndexOf("\r\n0\r\n")))
                    .startsWith("\r\n0\r\nBarograph-Note: 1 of 50,001 records rejected: 1 x ");
        }
    }

    @Test
    void whoAsksWhileTheServiceEndsIsToldSo() throws Exception {
        StringBuilder rows = new StringBuilder("x\n");
        for (int i = 0; i < 50_000; i++) {
            rows.append(i).append('\n');
        }
        Path large = Files.writeString(folder.resolve("large.csv"), rows);
        String sql = "SELECT count(*) FROM '" + large + "' a, '" + large + "' b WHERE a.x + b.x > 10";
        CompletableFuture<HttpResponse<String>> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return service.query(sql);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Service.until("it runs", () -> service.get("/v1/status").body().contains("\"queriesRunning\":1"));
        service.close();
        HttpResponse<String> answer = asked.get(60, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("the service is ending; ask again when it is back");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    @Test
    void pandasReadsTheAddress() throws Exception {
        Process check = new ProcessBuilder(PYTHON, "-c", "import pandas")
                .redirectErrorStream(true)
                .start();
        Assumptions.assumeTrue(check.waitFor() == 0, "there is no pandas on this machine");
        String program = "import pandas, sys, urllib.parse\n"
                + "d = pandas.read_csv(sys.argv[1] + 'v1/query?sql=' + urllib.parse.quote(sys.argv[2]), parse_dates=['ts'])\n"
                + "print(len(d), d.temperature.isna().sum(), d.ts.dt.year.max(), d.device_id.sum())\n";
        Process pandas = new ProcessBuilder(PYTHON, "-c", program, service.server.url(), all())
                .redirectErrorStream(true)
                .start();
        String said = new String(pandas.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(pandas.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said.strip()).isEqualTo("2 1 2024 3");
    }

    @Test
    void aTableIsSummarizedAsRows() throws Exception {
        Path file = Files.writeString(
                folder.resolve("it's.csv"),
                "ts,id,\"odd \"\"name\"\"\",x\n2024-01-01 00:00:00,1,a,1.5\n2024-01-02 00:00:00,2,b,\n2024-01-03 00:00:00,2,b,2.5\n");
        try (Service service = Service.in(folder)) {
            HttpResponse<String> answer =
                    service.query("SUMMARIZE '" + file.toString().replace("'", "''") + "'");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("""
                            column,type,nulls,approx_distinct,min,approx_p25,approx_median,approx_p75,max,mean,stddev
                            ts,TIMESTAMP,0,3,2024-01-01 00:00:00,,,,2024-01-03 00:00:00,,
                            id,BIGINT,0,2,1,1.0,2.0,2.0,2,1.6666666666666667,0.5773502691896257
                            "odd ""name\""",VARCHAR,0,2,a,,,,b,,
                            x,DOUBLE,1,2,1.5,1.5,1.5,2.5,2.5,2.0,0.7071067811865476
                            """);
            assertThat(service.query("SUMMARIZE '/etc/passwd'").statusCode()).isEqualTo(403);
        }
    }
}
