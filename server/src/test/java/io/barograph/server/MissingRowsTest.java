package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query over rows that a result no longer holds is answered with a note that says so. */
class MissingRowsTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** As many as {@link Service} keeps, and half as many again. */
    private static final int ROWS = 3_000;

    @TempDir
    Path folder;

    private static String time(int second) {
        return TIME.format(LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(second));
    }

    private String pipeline(String select) throws Exception {
        Path file = folder.resolve("r.csv");
        String rows = IntStream.range(0, ROWS).mapToObj(i -> time(i) + "," + i).collect(Collectors.joining("\n"));
        Files.writeString(file, "ts,value\n" + rows + "\n");
        return "CREATE TABLE readings (ts TIMESTAMP, value BIGINT, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                + " WITH ('path' = '" + file + "', 'format' = 'csv', 'follow' = 'true');\n"
                + "CREATE TABLE shown WITH ('connector' = 'results');\nINSERT INTO shown " + select;
    }

    private static List<String> notes(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().allValues("Barograph-Note");
    }

    private static void check(Service service, String counted) throws Exception {
        String latest = "SELECT count(*) AS n FROM shown WHERE ts >= TIMESTAMP '" + time(1_000) + "'";
        HttpResponse<String> known = service.query(latest);
        assertThat(known.body()).isEqualTo("n\n2000\n");
        assertThat(notes(known)).isEmpty();
        String some =
                "SELECT count(*) AS n FROM shown WHERE ts > TIMESTAMP '" + time(2_000) + "' - INTERVAL '10' MINUTE";
        assertThat(notes(service.query(some))).isEmpty();
        HttpResponse<String> older =
                service.query("SELECT count(*) AS n FROM shown WHERE ts >= TIMESTAMP '" + time(999) + "'");
        assertThat(older.body()).isEqualTo("n\n2000\n");
        assertThat(notes(older)).hasSize(1).first().asString().contains("result 'shown' holds " + counted);
        assertThat(notes(service.query("SELECT ts FROM shown WHERE value > 2500", "Accept", "application/x-ndjson")))
                .hasSize(1);
        assertThat(notes(service.query("SELECT 1 AS one"))).isEmpty();
    }

    @Test
    void whatIsNoLongerKeptIsSaidUnlessNobodyAsksForIt() throws Exception {
        try (Service service = Service.in(folder)) {
            assertThat(service.post("/v1/pipelines?name=p", pipeline("SELECT ts, value FROM readings"))
                            .statusCode())
                    .isEqualTo(201);
            Service.until(
                    "all rows are shown",
                    () -> service.query("SELECT max(value) AS m FROM shown")
                            .body()
                            .equals("m\n2999\n"));
            check(service, "the latest 2000 of its 3000 rows: earlier ones are not in this answer");
        }
        try (Service service = Service.in(folder)) {
            Service.until(
                    "it goes on from its checkpoint",
                    () -> service.query("SELECT count(*) AS n FROM shown")
                            .body()
                            .equals("n\n2000\n"));
            check(service, "the latest 2000 of its 3000 rows: earlier ones are not in this answer");
        }
    }

    /** A key that is no longer kept may come again, and the query, which has no key of its own, does not say so. */
    @Test
    void ofADeclaredKeyThatTheQueryDoesNotKnowRowsAreNotCounted() throws Exception {
        String sql = pipeline("SELECT value % 2500 AS id, ts FROM readings")
                .replace(
                        "CREATE TABLE shown",
                        "CREATE TABLE shown (id BIGINT, ts TIMESTAMP, PRIMARY KEY (id) NOT ENFORCED)");
        try (Service service = Service.in(folder)) {
            HttpResponse<String> made = service.post("/v1/pipelines?name=p", sql);
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            Service.until(
                    "all rows are shown",
                    () -> service.query("SELECT max(ts) AS last FROM shown")
                            .body()
                            .contains(time(ROWS - 1)));
            assertThat(notes(service.query("SELECT count(*) AS n FROM shown")))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("holds the latest 2000 of its rows");
        }
    }
}
