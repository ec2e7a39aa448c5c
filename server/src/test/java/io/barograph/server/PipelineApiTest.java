package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines over HTTP, end to end. */
@Tag("thorough")
class PipelineApiTest {
    private static final String MINUTES = """
        SELECT device_id, window_start, count(*) AS n, avg(temperature) AS mean
          FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
         GROUP BY device_id, window_start, window_end
        """;

    @TempDir
    Path folder;

    private String pushed;

    @BeforeEach
    void declare() throws IOException {
        pushed = String.format(
                "CREATE TABLE readings (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,"
                        + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                        + " WITH ('connector' = 'http', 'format' = 'csv', 'port' = '%d', 'journal' = '%s');\n",
                Service.freePort(), folder.resolve("readings.journal"));
    }

    private String followed(Path file) {
        return "CREATE TABLE readings (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,"
                + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                + " WITH ('path' = '" + file + "', 'format' = 'csv', 'follow' = 'true');\n";
    }

    private static String phase(Service service, String name) throws Exception {
        return service.get("/v1/pipelines/" + name).body().replaceAll("(?s).*?\"phase\":\"(\\w+)\".*", "$1");
    }

    private static HttpResponse<String> push(Service service, String rows, String... headers) throws Exception {
        return service.post("/v1/tables/readings/rows", rows, headers);
    }

    @Test
    void rowsThatArePushedAreShownToThoseWhoFollow() throws Exception {
        try (Service service = Service.in(folder)) {
            HttpResponse<String> made = service.post("/v1/pipelines?name=minutes", pushed + MINUTES);
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            assertThat(made.headers().firstValue("Location")).hasValue("/v1/pipelines/minutes");
            Service.until(
                    "the table takes rows",
                    () -> push(service, "", "Content-Type", "text/csv").statusCode() == 200);

            try (BufferedReader events = new BufferedReader(new InputStreamReader(
                    service.stream("/v1/pipelines/minutes/results").body(), StandardCharsets.UTF_8))) {
                assertThat(events.readLine()).isEqualTo("event: state");
                assertThat(events.readLine()).contains("\"key\":[\"device_id\",\"window_start\"]", "\"rows\":[]");

                String rows = "2024-01-01 00:00:00,1,20\n2024-01-01 00:00:30,1,21\n2024-01-01 00:02:00,1,22\n";
                HttpResponse<String> taken =
                        push(service, rows, "Content-Type", "text/csv", "Idempotency-Key", "first");
                assertThat(taken.body().strip()).isEqualTo("{\"records\":3}");
                assertThat(push(service, rows, "Content-Type", "text/csv", "Idempotency-Key", "first")
                                .body())
                        .contains("\"duplicate\":true");

                String line = events.readLine();
                while (!line.startsWith("data: {") || !line.contains("added")) {
                    line = events.readLine();
                }
                assertThat(line)
                        .contains("{\"device_id\":1,\"window_start\":\"2024-01-01T00:00:00Z\",\"n\":2,\"mean\":20.5}");
            }
            Service.until(
                    "its status tells of the rows",
                    () -> service.get("/v1/status").body().contains("\"watermark\":\"2024"));
            String status = service.get("/v1/status").body();
            assertThat(status)
                    .contains(
                            "\"heldBy\":\"",
                            "\"kind\":\"merge\"",
                            "\"read\":3",
                            "\"watermark\":\"2024-01-01T00:01:55Z\"");
            // What a pipeline declares is a table for queries, its journal at rest.
            assertThat(service.query("SELECT count(*) AS n FROM readings").body())
                    .isEqualTo("n\n3\n");
            assertThat(service.get("/v1/pipelines/minutes/results", "Accept", "application/json")
                            .body())
                    .contains("\"total\":1");
        }
    }

    @Test
    void whatCanNeverRunIsRefusedAtOnce() throws Exception {
        try (Service service = Service.in(folder)) {
            HttpResponse<String> answer = service.post(
                    "/v1/pipelines?name=p",
                    pushed
                            + "CREATE TABLE o WITH ('connector' = 'http', 'journal' = '" + folder
                            + "/o.journal');\nINSERT INTO o SELECT temperature FROM readings");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("which is only read", "\"line\":3,\"column\":1");
            HttpResponse<String> option = service.post(
                    "/v1/pipelines?name=p",
                    pushed + "CREATE TABLE o WITH ('path' = '" + folder
                            + "/o/', 'format' = 'csv', 'overwritten' = 'true');\nINSERT INTO o SELECT temperature FROM readings");
            assertThat(option.statusCode()).as(option.body()).isEqualTo(400);
            assertThat(option.body()).contains("overwritten", "\"line\":3,\"column\":1");
            assertThat(service.post("/v1/pipelines?name=p", "CREATE TABLE k (x BIGINT) WITH ('connector' = 'kafka')")
                            .body())
                    .contains("\"detail\":\"table k: this service may not use connector");
            assertThat(service.get("/v1/pipelines").body()).isEqualTo("{\"pipelines\":[]}");
        }
    }

    @Test
    void aPipelineThatRunsTakesRows() throws Exception {
        try (Service service = Service.in(folder)) {
            service.post("/v1/pipelines?name=p", pushed + "SELECT temperature FROM readings");
            Service.until("it runs", () -> phase(service, "p").equals("running"));
            assertThat(push(service, "2024-01-01 00:00:00,1,20\n", "Content-Type", "text/csv")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void resultsAreTablesForQueries() throws Exception {
        Path file = folder.resolve("readings.csv");
        Files.writeString(
                file,
                "ts,device_id,temperature\n"
                        + "2024-01-01 00:00:00,1,20\n"
                        + "2024-01-01 00:00:10,2,30\n"
                        + "2024-01-01 00:02:00,1,22\n");
        String sql =
                followed(file) + "CREATE TABLE shown WITH ('connector' = 'results');\nINSERT INTO shown " + MINUTES;
        try (Service service = Service.in(folder)) {
            assertThat(service.post("/v1/pipelines?name=p", sql).statusCode()).isEqualTo(201);
            Service.until(
                    "windows are shown",
                    () -> service.query("SELECT count(*) AS n FROM shown")
                            .body()
                            .equals("n\n2\n"));
            assertThat(service.query("SELECT device_id, mean FROM shown WHERE window_start >="
                                    + " (SELECT max(window_start) FROM shown) - INTERVAL '1' HOUR ORDER BY device_id")
                            .body())
                    .isEqualTo("device_id,mean\n1,20.0\n2,30.0\n");
            assertThat(service.query("SELECT sum(n) AS n FROM \"p.shown\"").body())
                    .isEqualTo("n\n2\n");
            assertThat(service.query("EXPLAIN SELECT sum(n) AS n FROM shown").statusCode())
                    .isEqualTo(200);
            assertThat(service.post(
                                    "/v1/pipelines?name=q",
                                    followed(file) + "CREATE TABLE t (n BIGINT) WITH ('connector' ="
                                            + " 'results');\nSELECT n FROM t")
                            .body())
                    .contains("is only shown");
            assertThat(service.post("/v1/pipelines?name=r", "SELECT n FROM shown")
                            .body())
                    .contains("'shown' is what pipeline p shows", "put both queries into one pipeline", "\"line\":1");
        }
    }

    @Test
    void aChartGetsThePointsThatItCanDraw() throws Exception {
        StringBuilder rows = new StringBuilder("ts,device_id,temperature\n");
        for (int i = 0; i < 1_400; i++) {
            rows.append(
                    "2024-01-01 %02d:%02d:00,%d,%d%n".formatted(i / 60, i % 60, i % 12, i == 750 ? 99 : 20 + i % 5));
        }
        Path file = folder.resolve("readings.csv");
        Files.writeString(file, rows);
        try (Service service = Service.in(folder)) {
            assertThat(service.post(
                                    "/v1/pipelines?name=p",
                                    followed(file) + "SELECT ts, device_id, temperature FROM readings")
                            .statusCode())
                    .isEqualTo(201);
            String chart = "/v1/pipelines/p/results?chart=10&value=temperature";
            Service.until(
                    "rows are shown",
                    () -> service.get(chart, "Accept", "application/json")
                            .body()
                            .contains("\"readings\":1400"));
            String picture = service.get(chart, "Accept", "application/json").body();
            assertThat(picture)
                    .contains("\"all\":12", "\"by\":\"device_id\"", "99")
                    .hasSizeLessThan(8_000);
            try (BufferedReader events = new BufferedReader(
                    new InputStreamReader(service.stream(chart).body(), StandardCharsets.UTF_8))) {
                assertThat(events.readLine()).isEqualTo("event: chart");
                assertThat(events.readLine()).contains("\"readings\":1400");
                events.readLine();
                Files.writeString(file, "2024-01-02 02:00:00,1,22\n", StandardOpenOption.APPEND);
                assertThat(events.readLine()).isEqualTo("event: chart");
                assertThat(events.readLine()).contains("\"readings\":1401");
            }
            assertThat(service.get("/v1/pipelines/p/results?chart=0").statusCode())
                    .isEqualTo(400);
            assertThat(service.get("/v1/pipelines/p/results?chart=-9").body()).contains("width of the chart");
            assertThat(service.get("/v1/pipelines/p/results?chart=100&value=temprature")
                            .body())
                    .contains("did you mean temperature?");
        }
    }

    @Test
    void wrongSqlMakesNoPipeline() throws Exception {
        try (Service service = Service.in(folder)) {
            HttpResponse<String> wrong = service.post("/v1/pipelines?name=x", pushed + "SELECT nothing FROM readings");
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body()).contains("\"line\":2", "UNKNOWN_COLUMN");
            assertThat(service.post("/v1/pipelines?name=x", "SELECT 1 AS x").body())
                    .contains("reads tables at rest alone");
            assertThat(service.post("/v1/pipelines?name=../x", pushed + MINUTES).statusCode())
                    .isEqualTo(400);
            assertThat(service.get("/v1/pipelines").body()).isEqualTo("{\"pipelines\":[]}");
        }
    }

    @Test
    void itIsStoppedGoesOnAndIsThereWhenTheServiceStartsAgain() throws Exception {
        Path file = folder.resolve("readings.csv");
        Files.writeString(file, "ts,device_id,temperature\n2024-01-01 00:00:00,1,20\n");
        Path out = folder.resolve("out");
        String sql = followed(file) + "INSERT INTO '" + out + "/' " + MINUTES.strip();
        sql = sql.replace(
                "INSERT INTO '" + out + "/'",
                "CREATE TABLE out WITH ('path' = '" + out + "/', 'format' = 'csv');\nINSERT INTO out");
        try (Service service = Service.in(folder)) {
            HttpResponse<String> made = service.post("/v1/pipelines?name=minutes", sql);
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            Service.until(
                    "it has read the row",
                    () -> service.get("/v1/status").body().contains("\"read\":1,"));
            assertThat(service.post("/v1/pipelines/minutes/checkpoint", "").body())
                    .contains("\"checkpoint\":");
            assertThat(service.post("/v1/pipelines/minutes/stop", "").body()).contains("\"phase\":\"stopped\"");
            assertThat(service.post("/v1/pipelines/minutes/checkpoint", "").statusCode())
                    .isEqualTo(409);
            Files.writeString(file, "2024-01-01 00:00:30,1,21\n2024-01-01 00:02:00,1,22\n", StandardOpenOption.APPEND);
            assertThat(service.post("/v1/pipelines/minutes/drain", "").body()).contains("\"phase\":\"stopped\"");
            assertThat(service.query("SELECT n, mean FROM '" + out + "/*.csv'").body())
                    .isEqualTo("n,mean\n2,20.5\n");
            assertThat(service.post("/v1/pipelines/minutes/start", "").body())
                    .containsPattern("\"phase\":\"(starting|running)\"");
        }
        try (Service again = Service.in(folder)) {
            assertThat(again.get("/v1/pipelines/minutes").body()).contains("CREATE TABLE readings");
            Service.until("it runs", () -> phase(again, "minutes").equals("running"));
            assertThat(again.send("DELETE", "/v1/pipelines/minutes", "").statusCode())
                    .isEqualTo(204);
            assertThat(again.get("/v1/pipelines/minutes").statusCode()).isEqualTo(404);
            assertThat(folder.resolve("service/pipelines/minutes.state")).doesNotExist();
            assertThat(out).exists();
        }
    }

    @Test
    void whatFailsIsStartedAgainAndGoesOn() throws Exception {
        Path file = folder.resolve("readings.csv");
        Files.writeString(file, "ts,device_id,temperature\n2024-01-01 00:00:00,1,20\n");
        Path out = folder.resolve("out");
        // Where the folder should be stands a file: writing fails, for as long as it does.
        Files.writeString(out, "in the way");
        String sql = followed(file) + "CREATE TABLE o WITH ('path' = '" + out + "/', 'format' = 'csv');\nINSERT INTO o "
                + MINUTES;
        try (Service service = Service.in(folder)) {
            assertThat(service.post("/v1/pipelines?name=p", sql).statusCode()).isEqualTo(201);
            Service.until(
                    "it was started again",
                    () -> !service.get("/v1/status").body().contains("\"restarts\":0"));
            assertThat(service.get("/v1/pipelines/p").body()).contains("\"failure\":{\"code\":\"");
            Files.delete(out);
            Files.writeString(file, "2024-01-01 00:02:00,1,22\n", StandardOpenOption.APPEND);
            Service.until(
                    "it has written",
                    () -> service.query("SELECT n FROM '" + out + "/*.csv'")
                            .body()
                            .equals("n\n1\n"));
            assertThat(phase(service, "p")).isEqualTo("running");
            Service.until(
                    "the failure is past",
                    () -> service.get("/v1/pipelines/p").body().contains("\"failure\":null"));
            assertThat(service.get("/v1/pipelines/p").body())
                    .containsPattern("\"lastFailure\":\\{\"code\":\"[A-Z_]+\".*\"time\":\"20");
        }
    }

    @Test
    void aJournalThatCannotBeWrittenAnyMoreIsOpenedAnew() throws Exception {
        try (Service service = Service.in(folder)) {
            service.post("/v1/pipelines?name=p", pushed + "SELECT temperature FROM readings");
            Service.until(
                    "the table takes rows",
                    () -> push(service, "2024-01-01 00:00:00,1,1\n").statusCode() == 200);
            // What is interrupted while it writes closes its file, and nobody can tell what is in it.
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("barograph-journal"))
                    .forEach(Thread::interrupt);
            HttpResponse<String> refused = push(service, "2024-01-01 00:00:01,1,2\n");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            Service.until(
                    "it is opened anew",
                    () -> push(service, "2024-01-01 00:00:02,1,3\n").statusCode() == 200);
            Service.until(
                    "what was taken is shown",
                    () -> service.get("/v1/pipelines/p/results", "Accept", "application/json")
                            .body()
                            .contains("\"rows\":[{\"temperature\":1.0},{\"temperature\":3.0}]"));
        }
    }

    @Test
    void whenItIsReadyTablesTakeRows() throws Exception {
        Path file = Files.writeString(folder.resolve("minutes.sql"), pushed + MINUTES);
        try (Service service = Service.in(folder, file)) {
            Service.until("it is ready", () -> service.get("/health/ready").statusCode() == 200);
            HttpResponse<String> taken = push(service, "2024-01-01 00:00:00,1,20\n", "Content-Type", "text/csv");
            assertThat(taken.body().strip()).isEqualTo("{\"records\":1}");
        }
    }

    @Test
    void rowsForATableWhosePipelineDoesNotRunAreToBeSentAgain() throws Exception {
        try (Service service = Service.in(folder)) {
            assertThat(service.post("/v1/pipelines?name=minutes&start=false", pushed + MINUTES)
                            .statusCode())
                    .isEqualTo(201);
            HttpResponse<String> refused = push(service, "2024-01-01 00:00:00,1,20\n", "Content-Type", "text/csv");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("10");
            assertThat(refused.body()).contains("pipeline 'minutes', which takes rows for 'readings', is stopped");
            service.post("/v1/pipelines/minutes/start", "");
            Service.until("rows are taken, and refused for a while only", () -> {
                int status = push(service, "", "Content-Type", "text/csv").statusCode();
                assertThat(status).isIn(200, 503);
                return status == 200;
            });
            assertThat(service.post("/v1/tables/none/rows", "1").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void whatIsAnsweredAsAWholeHasAHead() throws Exception {
        try (Service service = Service.in(folder)) {
            for (String path : new String[] {"/health/live", "/metrics", "/v1/status", "/"}) {
                HttpResponse<String> head = service.send("HEAD", path, "");
                assertThat(head.statusCode()).as(path).isEqualTo(200);
                assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0))
                        .isPositive();
                assertThat(head.body()).isEmpty();
            }
            HttpResponse<String> streamed = service.send("HEAD", "/v1/query?sql=SELECT+1", "");
            assertThat(streamed.statusCode()).isEqualTo(405);
            assertThat(streamed.headers().firstValue("Allow")).hasValue("GET, POST");
        }
    }
}
