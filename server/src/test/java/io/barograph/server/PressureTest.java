package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that takes nothing shows: as a breaker, and as back-pressure of what is before it, while it lasts. */
@Tag("thorough")
class PressureTest {
    private static final Pattern BLOCKED =
            Pattern.compile("(?m)^barograph_operator_blocked_seconds_total\\{[^}]*} ([0-9.eE+-]+)$");
    private static final Pattern PRESSURE = Pattern.compile("\"stateBytes\":\\d+,\"backPressure\":([0-9.eE+-]+)");

    @TempDir
    Path folder;

    private final CountDownLatch latch = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        latch.countDown();
        GuardedConnector.HELD.set(null);
    }

    private static double found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void whatASinkHoldsUpIsSeenWhileItDoes() throws Exception {
        GuardedConnector.HELD.set(latch);
        Path file = Files.writeString(folder.resolve("n.csv"), "n\n1\n");
        Path text = Files.writeString(
                folder.resolve("p.sql"),
                "CREATE TABLE r (n BIGINT) WITH ('path' = '" + file + "', 'format' = 'csv', 'follow' = 'true');\n"
                        + "CREATE TABLE held (n BIGINT) WITH ('connector' = 'guarded');\n"
                        + "INSERT INTO held SELECT n FROM r");
        try (Service service = Service.in(folder, text)) {
            Service.until(
                    "the first status is there",
                    () -> service.get("/metrics").body().contains("barograph_breaker_state{"));
            assertThat(service.get("/metrics").body())
                    .contains(
                            "barograph_breaker_state{pipeline=\"p\",role=\"sink\",system=\"elsewhere:1234\",table=\"held\"} 2.0",
                            "barograph_retries_total{pipeline=\"p\",role=\"sink\",system=\"elsewhere:1234\",table=\"held\"} 17.0",
                            "barograph_source_blocked_seconds_total{pipeline=\"p\",table=\"r\"}");
            assertThat(service.get("/v1/status").body())
                    .contains("\"breakers\":[{\"role\":\"sink\",\"table\":\"held\",\"system\":\"elsewhere:1234\","
                            + "\"state\":\"open\",\"retries\":17}]");
            Service.until("nearly all time is spent waiting", () -> {
                double share = found(PRESSURE, service.get("/v1/status").body());
                assertThat(share).isBetween(0.0, 1.0);
                return share > 0.7;
            });
            assertThat(found(BLOCKED, service.get("/metrics").body())).isGreaterThan(0.5);
            latch.countDown();
            Service.until(
                    "nobody waits any more",
                    () -> found(PRESSURE, service.get("/v1/status").body()) < 0.1);
        }
    }
}
