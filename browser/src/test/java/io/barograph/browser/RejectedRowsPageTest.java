package io.barograph.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rejected rows on the page: found, corrected and fed in again. */
@Tag("slow")
class RejectedRowsPageTest extends PageFixture {
    @Test
    void aRejectedRowIsFoundCorrectedAndFedInAgain() throws IOException, InterruptedException {
        send(5);
        send("2026-01-01 00:00:05,1,warm\n");
        openPipeline();
        button("Feed in again").first().click();
        Locator record = page.locator("form").filter(new Locator.FilterOptions().setHasText("readings.journal@"));
        record.locator("input").fill("2026-01-01 00:00:05,1,21.5");
        record.getByRole(AriaRole.BUTTON).click();
        assertThat(record).containsText("it is in the journal");
        send(20);
        button("Rows").click();
        assertThat(page.locator("section[data-sink] tbody")).containsText("11");
    }

    @Test
    void rejectedRowsAppearWithTheCheckpointThatKeepsThem() throws IOException, InterruptedException {
        openSeldom();
        assertThat(page.getByText("once the next checkpoint is made")).isVisible();
        assertThat(button("Feed in again")).isHidden();
        button("Checkpoint now").click();
        button("Feed in again").click();
        Locator records = records();
        assertThat(records).hasCount(1);
        records.locator("input").fill("somebody types");
        send("2026-01-01 00:00:06,1,hot\n");
        assertThat(page.getByText("readings: rejected 2")).isVisible();
        button("Checkpoint now").click();
        assertThat(records).hasCount(2);
        assertThat(records.nth(1).locator("input")).hasValue("somebody types");
    }

    /** A pipeline that makes no checkpoint unasked, and has rejected a row. */
    private void openSeldom() throws IOException, InterruptedException {
        send(5);
        send("2026-01-01 00:00:05,1,warm\n");
        make("seldom", """
                SET 'checkpoint.interval' = '1 hour';
                CREATE TABLE readings (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,
                  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
                WITH ('connector' = 'journal', 'path' = '%s', 'format' = 'csv');
                SELECT ts, device_id FROM readings;
                """.formatted(folder.resolve("readings.journal")));
        page.navigate(server.url() + "#/pipelines/seldom");
    }

    private Locator records() {
        return page.locator("form").filter(new Locator.FilterOptions().setHasText("readings.journal@"));
    }

    private void awaitStatus() {
        for (int i = 0; i < 2; i++) {
            page.waitForResponse("**/v1/status", () -> {});
        }
    }

    @Test
    void rejectedRowsAreAskedForAgainWhereThatFailed() throws IOException, InterruptedException {
        openSeldom();
        button("Checkpoint now").click();
        assertThat(button("Feed in again")).isVisible();
        // No later checkpoint is told of, which would be asked for in any case.
        awaitStatus();
        AtomicInteger asked = new AtomicInteger();
        page.route("**/v1/query*", route -> {
            if (asked.getAndIncrement() == 0) {
                route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/x-ndjson")
                        .setBody("broken\n"));
            } else {
                route.resume();
            }
        });
        button("Feed in again").click();
        assertThat(records()).hasCount(1);
        awaitStatus();
        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void anAnswerThatComesLateHidesNoNewerRejectedRows() throws IOException, InterruptedException {
        openSeldom();
        button("Checkpoint now").click();
        List<Route> held = new ArrayList<>();
        page.route("**/v1/query*", route -> {
            if (held.isEmpty()) {
                held.add(route);
            } else {
                route.resume();
            }
        });
        page.waitForRequest("**/v1/query*", () -> button("Feed in again").click());
        page.waitForCondition(() -> !held.isEmpty());
        APIResponse late = held.get(0).fetch();
        send("2026-01-01 00:00:06,1,hot\n");
        assertThat(page.getByText("readings: rejected 2")).isVisible();
        page.waitForResponse("**/checkpoint", () -> button("Checkpoint now").click());
        awaitStatus();
        held.get(0).fulfill(new Route.FulfillOptions().setResponse(late));
        awaitStatus();
        assertThat(records()).hasCount(2);
    }
}
