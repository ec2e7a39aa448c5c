package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What alarms go by is there before anything goes wrong, and while nothing runs. */
class MetricsFromTheStartTest {
    private static final String MINUTES =
            "SELECT device_id, window_start, count(*) AS n FROM TABLE(TUMBLE(TABLE readings,"
                    + " DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY device_id, window_start, window_end";

    @TempDir
    Path folder;

    private static String table(String options) {
        return "CREATE TABLE readings (ts TIMESTAMP, device_id BIGINT, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                + " WITH (" + options + ");\n";
    }

    /** The value of the only sample of a name whose labels hold a text; NaN where there is none. */
    private static double value(Service service, String name, String labels) throws Exception {
        Matcher sample = Pattern.compile("(?m)^" + name + "\\{[^}]*" + Pattern.quote(labels) + "[^}]*\\} (\\S+)$")
                .matcher(service.get("/metrics").body());
        if (!sample.find()) {
            return Double.NaN;
        }
        double value = Double.parseDouble(sample.group(1));
        assertThat(sample.find()).as("one sample of " + name).isFalse();
        return value;
    }

    @Test
    void countersOfAFreshPipelineAreZero() throws Exception {
        Path file = Files.writeString(
                folder.resolve("p.sql"),
                table("'connector' = 'http', 'format' = 'csv', 'journal' = '" + folder.resolve("readings.journal")
                                + "'")
                        + "CREATE TABLE minutes (device_id BIGINT, window_start TIMESTAMP, n BIGINT)"
                        + " WITH ('connector' = 'guarded');\nINSERT INTO minutes " + MINUTES);
        try (Service service = Service.in(folder, file)) {
            assertThat(value(service, "barograph_pipeline_healthy", "pipeline=\"p\""))
                    .isEqualTo(1);
            assertThat(value(service, "barograph_pipeline_restarts_total", "pipeline=\"p\""))
                    .isZero();
            assertThat(value(service, "barograph_checkpoint_age_seconds", "pipeline=\"p\""))
                    .isBetween(0.0, 60.0);
            Service.until("it is ready", () -> service.get("/health/ready").statusCode() == 200);
            Service.until(
                    "it has told of itself",
                    () -> value(service, "barograph_rows_read_total", "table=\"readings\"") == 0);
            for (String name : new String[] {"late", "rejected", "retired"}) {
                assertThat(value(service, "barograph_rows_" + name + "_total", "table=\"readings\""))
                        .isZero();
            }
            assertThat(value(service, "barograph_breaker_state", "table=\"minutes\""))
                    .isEqualTo(2);
            service.post("/v1/pipelines/p/stop", "");
            // Nobody is to be woken because of what was stopped on purpose.
            assertThat(value(service, "barograph_checkpoint_age_seconds", "pipeline=\"p\""))
                    .isNaN();
            assertThat(value(service, "barograph_pipeline_healthy", "pipeline=\"p\""))
                    .isEqualTo(1);
        }
    }

    @Test
    void aPipelineThatFailsAgainAndAgainIsUnwellAndItsCheckpointGrowsOlder() throws Exception {
        Path out = Files.writeString(folder.resolve("out"), "a file where the folder should be");
        Path file = Files.writeString(folder.resolve("readings.csv"), "ts,device_id\n2024-01-01 00:00:00,1\n");
        String sql = table("'path' = '" + file + "', 'format' = 'csv', 'follow' = 'true'")
                + "CREATE TABLE o WITH ('path' = '" + out + "/', 'format' = 'csv');\nINSERT INTO o " + MINUTES;
        try (Service service = Service.in(folder)) {
            assertThat(service.post("/v1/pipelines?name=p", sql).statusCode()).isEqualTo(201);
            Service.until(
                    "it was started again",
                    () -> value(service, "barograph_pipeline_restarts_total", "pipeline=\"p\"") > 0);
            assertThat(value(service, "barograph_pipeline_healthy", "pipeline=\"p\""))
                    .isZero();
            double before = value(service, "barograph_checkpoint_age_seconds", "pipeline=\"p\"");
            double restarts = value(service, "barograph_pipeline_restarts_total", "pipeline=\"p\"");
            Service.until(
                    "it was started once more",
                    () -> value(service, "barograph_pipeline_restarts_total", "pipeline=\"p\"") > restarts);
            assertThat(value(service, "barograph_checkpoint_age_seconds", "pipeline=\"p\""))
                    .isGreaterThan(before);
        }
    }
}
