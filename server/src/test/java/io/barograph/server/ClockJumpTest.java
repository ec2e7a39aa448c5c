package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock is set by an hour, either way: pauses, time-outs and figures go on, and results stay what they are. */
class ClockJumpTest {
    private static final Pattern HELD = Pattern.compile("(?m)^barograph_sink_held_seconds\\{.*\"q\".*} ([0-9.eE-]+)$");
    private static final Pattern SINCE = Pattern.compile("\"heldSince\":\"([^\"]+)\"");

    @TempDir
    Path folder;

    private final Jumping clock = new Jumping();

    /** The real one and a jump. */
    private static final class Jumping extends Clock {
        private volatile Duration jump = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(jump);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private String pipeline(Path file, String target) {
        return "SET 'checkpoint.interval' = '100 milliseconds';\n"
                + "CREATE TABLE r (ts TIMESTAMP, x BIGINT, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('path' = '"
                + file + "', 'format' = 'csv', 'follow' = 'true');\nCREATE TABLE o WITH (" + target + ");\n"
                + "INSERT INTO o SELECT window_start, sum(x) AS s FROM TABLE(TUMBLE(TABLE r, DESCRIPTOR(ts),"
                + " INTERVAL '1' MINUTE)) GROUP BY window_start, window_end";
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void nothingGoesByTheWallClock(String jump) throws Exception {
        Path file = folder.resolve("r.csv");
        Files.writeString(file, "ts,x\n2024-01-01 00:00:00,1\n");
        Path out = folder.resolve("out");
        Files.writeString(out, "in the way");
        Path p =
                Files.writeString(folder.resolve("p.sql"), pipeline(file, "'path' = '" + out + "/', 'format' = 'csv'"));
        Path q = Files.writeString(folder.resolve("q.sql"), pipeline(file, "'connector' = 'results'"));
        try (Service service = new Service(Service.config(folder, null, p, q), clock)) {
            Service.until(
                    "one waits to be started again, and one holds its result",
                    () -> service.get("/v1/status").body().contains("\"heldSince\":\"") && restarts(service) > 0);
            clock.jump = Duration.parse(jump);
            long before = restarts(service);
            Service.until("it is started again as before", () -> restarts(service) > before + 1);
            assertThat(Double.parseDouble(found(HELD, service.get("/metrics").body())))
                    .isBetween(0.0, 600.0);
            Instant since =
                    Instant.parse(found(SINCE, service.get("/v1/pipelines/q").body()));
            assertThat(Duration.between(since, clock.instant())).isBetween(Duration.ZERO, Duration.ofMinutes(10));

            Files.delete(out);
            Files.writeString(
                    file,
                    "2024-01-01 00:00:30,2\n2024-01-01 00:01:10,4\n2024-01-01 00:02:10,8\n",
                    StandardOpenOption.APPEND);
            Service.until(
                    "both show what the data say",
                    () -> service.query("SELECT s FROM '" + out + "/*.csv' ORDER BY s")
                                    .body()
                                    .equals("s\n3\n4\n")
                            && service.get("/v1/pipelines/q/results", "Accept", "application/json")
                                    .body()
                                    .contains("\"s\":3},{\"window_start\":\"2024-01-01T00:01:00Z\",\"s\":4}]"));
        }
    }

    private static long restarts(Service service) throws Exception {
        return Long.parseLong(found(
                Pattern.compile("\"restarts\":(\\d+)"),
                service.get("/v1/pipelines/p").body()));
    }
}
