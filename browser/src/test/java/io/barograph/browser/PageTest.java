package io.barograph.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page as people use it. */
@Tag("slow")
class PageTest extends PageFixture {
    private static final int MOST_SCRIPT_BYTES = 150_000;
    /** Many times what it takes, for machines that do much else. */
    private static final double MOST_PAINT_MILLIS = 10_000;

    @Test
    void aLiveStreamAppearsAndItsChartMoves() throws IOException, InterruptedException {
        openPipeline();
        send(40);
        Locator chart = page.locator(".chart");
        assertThat(chart).hasAttribute("data-points", "3");
        assertThat(page.locator("svg.graph")).containsText("readings");
        assertThat(page.locator("tr.holds")).containsText("readings.journal");
        send(30);
        assertThat(chart).hasAttribute("data-points", "6");
        button("Last per key").click();
        assertThat(page.locator("section[data-sink] tbody tr")).hasCount(2);
    }

    @Test
    void ofAThousandDevicesItGetsNoMoreThanItCanDraw() throws IOException, InterruptedException {
        page.navigate(server.url() + "#/pipelines/minutes");
        page.locator("section[data-sink]").waitFor();
        for (int minute = 0; minute < 3; minute++) {
            StringBuilder rows = new StringBuilder();
            for (int device = 0; device < 1_000; device++) {
                rows.append("2026-01-01 00:%02d:00,%d,%d%n".formatted(minute, device, device == 700 ? 99 : 20));
            }
            send(rows.toString());
        }
        assertThat(page.locator("section[data-sink] [role=status]")).containsText("8 of 1000 lines");
        assertThat(page.locator(".chart")).hasAttribute("data-points", "2");
        Object drawn = page.evaluate("""
                async () => {
                  const asked = await fetch("/v1/pipelines/minutes/results?chart=300", {headers: {Accept: "application/json"}});
                  const {lines, band, readings} = (await asked.json()).results[0];
                  return [readings, lines.length, Math.max(...band.most)];
                }
                """);
        assertThat(drawn).isEqualTo(List.of(2_000, 8, 99));
    }

    @Test
    void anomaliesAreMarkedAndSayWhyToPointersKeysAndScreenReaders() throws IOException, InterruptedException {
        String sql = """
                CREATE TABLE readings (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,
                  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
                WITH ('connector' = 'journal', 'path' = '%s', 'format' = 'csv');
                SELECT device_id, ts, temperature, metric, score, anomaly, event, reason
                  FROM TABLE(DETECT(TABLE readings PARTITION BY device_id, DESCRIPTOR(ts), 'temperature'));
                """.formatted(folder.resolve("readings.journal"));
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 1_200; i++) {
            rows.append("2026-01-01 %02d:%02d:00,7,%s%n"
                    .formatted(i / 60, i % 60, i == 600 || i == 1_100 ? "85" : 20 + i % 7 / 10.0));
        }
        send(rows.toString());
        make("judged", sql);
        page.navigate(server.url() + "#/pipelines/judged");
        Locator marks = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Anomalies"))
                .getByRole(AriaRole.BUTTON);
        assertThat(marks).hasCount(2);
        assertThat(marks.nth(0)).hasText("1");
        // What a screen reader says of it.
        assertThat(marks.nth(1))
                .hasAccessibleName(Pattern.compile("2: 7, 2026-01-01 18:20:00, 85 – 85 is .* above .*"));
        Locator why = page.locator(".why");
        assertThat(why).hasText("");
        marks.nth(0).hover();
        assertThat(why).containsText("2026-01-01 10:00:00");
        marks.nth(1).focus();
        page.keyboard().press("ArrowLeft");
        assertThat(marks.nth(0)).isFocused();
        assertThat(why).containsText("2026-01-01 10:00:00, 85");
        page.getByText("Anomalies: 2").click();
        assertThat(page.locator("details.anomalies li")).hasCount(2);
    }

    @Test
    void aQueryIsTypedAnsweredChartedAndItsMistakeShown() throws IOException, InterruptedException {
        send(40);
        page.navigate(server.url() + "#/query");
        Locator editor = page.getByLabel("SQL");
        editor.fill("SELECT ts, device_id,\n temprature FROM readings");
        editor.press("Control+Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("did you mean temperature? (line 2, column 2)");
        editor.fill("SELECT ts, device_id, temperature FROM readings ORDER BY ts, device_id");
        button("Run").click();
        assertThat(page.locator("#answer tbody tr")).hasCount(80);
        button("Chart").click();
        assertThat(page.locator("#answer .chart")).hasAttribute("data-points", "40");
        page.getByLabel("Value").selectOption("device_id");
        assertThat(page.getByRole(AriaRole.IMG)).hasAttribute("aria-label", "device_id");
        button("Explain").click();
        assertThat(page.locator("#answer pre")).containsText("readings");
    }

    @Test
    void anAnswerLongerThanAnyoneIsGivenIsChartedWhole() throws IOException {
        int rows = 250_000;
        Path file = folder.resolve("long.csv");
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file))) {
            lines.println("ts,v");
            for (int row = 0; row < rows; row++) {
                lines.println(Instant.EPOCH.plusSeconds(row) + "," + (row == rows / 3 ? 777 : row % 50));
            }
        }
        page.navigate(server.url() + "#/query");
        page.getByLabel("SQL").fill("SELECT * FROM '" + file + "'");
        button("Chart").click();
        assertThat(page.locator("main")).containsText("250,000 rows in");
        Locator chart = page.locator("#answer .chart");
        assertThat(chart).isVisible();
        int points = Integer.parseInt(chart.getAttribute("data-points"));
        assertThat(points).isBetween(100, 4 * 1_200);
        button("Rows").click();
        assertThat(page.locator("#answer tbody tr")).hasCount(1_000);
        assertThat(page.locator("main"))
                .containsText(Pattern.compile("the first 1,000 of 1\\d\\d,\\d{3} rows or more|ended the answer"));
    }

    @Test
    void itSpeaksKoreanAndIsDarkWhereThatIsWanted() {
        context.close();
        show("ko-KR", ColorScheme.DARK);
        page.navigate(server.url());
        assertThat(page.locator("main h2")).hasText("파이프라인");
        assertThat(page.locator("html")).hasAttribute("lang", "ko");
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(20, 24, 29)");
        page.getByLabel("언어").selectOption("en");
        assertThat(page.locator("main h2")).hasText("Pipelines");
        page.reload();
        assertThat(page.locator("main h2")).hasText("Pipelines");
    }

    @Test
    void itIsReachedByKeysAndItsScriptsAreSmall() {
        page.navigate(server.url());
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("minutes"))
                .waitFor();
        page.keyboard().press("Tab");
        assertThat(page.locator(":focus")).hasText("Skip to the content");
        for (int i = 0; i < 20 && !"minutes".equals(page.locator(":focus").textContent()); i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        assertThat(page.locator("main h2")).hasText("minutes");
        Object bytes = page.evaluate("performance.getEntriesByType('resource')"
                + ".filter(one => one.name.endsWith('.js')).reduce((sum, one) => sum + one.decodedBodySize, 0)");
        assertThat(((Number) bytes).intValue()).isBetween(1, MOST_SCRIPT_BYTES);
        Object paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
        assertThat(((Number) paint).doubleValue()).isBetween(0.0, MOST_PAINT_MILLIS);
    }

    @Test
    void aReportOfARunIsAPageOfItsOwn() throws IOException, InterruptedException {
        send(40);
        openPipeline();
        assertThat(page.locator(".chart")).hasAttribute("data-points", "3");
        Path report = page.waitForDownload(() -> button("Save report").click()).path();
        String text = Files.readString(report);
        assertThat(text)
                .contains("<h1>minutes</h1>", "read 80 = used 80 + late 0 + rejected 0", "data:image/png")
                .doesNotContain("<script");
    }

    @Test
    void onANarrowScreenTheGraphScrollsAndStaysReadable() throws IOException, InterruptedException {
        page.setViewportSize(380, 900);
        openPipeline();
        send(40);
        assertThat(page.locator(".chart")).hasAttribute("data-points", "3");
        Object letters = page.evaluate("document.querySelector('svg.graph text').getBoundingClientRect().height");
        assertThat(((Number) letters).doubleValue()).isGreaterThan(9);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(page.locator("svg.graph")).containsText("new, 0 revised, 0 gone");
        assertThat(page.locator(".u-legend")).containsText("Time (UTC)");
    }

    @Test
    void onlyWhatMakesSenseCanBeAskedOfAPipeline() {
        openPipeline();
        assertThat(button("Start")).isDisabled();
        assertThat(button("Checkpoint now")).isEnabled();
        assertThat(page.locator("section[data-sink] [role=status]")).containsText("Nothing yet. A window is shown");
        button("Stop").click();
        assertThat(button("Start")).isEnabled();
        assertThat(button("Checkpoint now")).isDisabled();
        page.navigate(server.url() + "#/pipelines/zzz");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("There is no pipeline zzz.");
        assertThat(button("Start")).hasCount(0);
    }

    @Test
    void anomaliesThatLieCloseShareAMarkAndWithoutEventsItIsSaid() throws IOException, InterruptedException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 1_200; i++) {
            rows.append("2026-01-01 %02d:%02d:00,7,%s%n"
                    .formatted(i / 60, i % 60, i >= 600 && i < 603 ? "85" : 20 + i % 7 / 10.0));
        }
        send(rows.toString());
        make("judged", """
                CREATE TABLE readings (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,
                  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
                WITH ('connector' = 'journal', 'path' = '%s', 'format' = 'csv');
                SELECT device_id, ts, temperature, metric, score, anomaly, reason
                  FROM TABLE(DETECT(TABLE readings PARTITION BY device_id, DESCRIPTOR(ts), 'temperature'));
                """.formatted(folder.resolve("readings.journal")));
        page.navigate(server.url() + "#/pipelines/judged");
        Locator marks = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Anomalies"))
                .getByRole(AriaRole.BUTTON);
        assertThat(marks.first()).hasText("1–3");
        assertThat(marks.count()).isLessThan(8);
        assertThat(page.locator("details.anomalies summary"))
                .hasText(Pattern.compile(
                        "Anomalies: \\d+ rows; with the column event there is one mark for each anomaly"));
    }

    @Test
    void numbersStandBeneathEachOther() {
        page.navigate(server.url() + "#/query");
        page.getByLabel("SQL").fill("SELECT x FROM (VALUES (4.9e0), (3e0), (NULL)) AS v(x)");
        button("Run").click();
        assertThat(page.locator("#answer td.number")).hasText(new String[] {"4.9", "3.0", "NULL"});
    }
}
