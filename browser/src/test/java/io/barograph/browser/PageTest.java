package io.barograph.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.api.QueryLimits;
import io.barograph.server.http.ClientLimits;
import io.barograph.server.log.ServiceLog;
import io.barograph.server.pipeline.PipelineLimits;
import io.barograph.testkit.server.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The page of a real service in a real Chromium, used as people use it. Pictures of it stay in {@code target/screenshots}. */
@Tag("slow")
class PageTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int MOST_SCRIPT_BYTES = 150_000;
    /** Many times what it takes, for machines that do much else. */
    private static final double MOST_PAINT_MILLIS = 10_000;

    /** For what the page is to show, on machines that do much else. */
    private static final double MOST_WAIT_MILLIS = 30_000;

    private static final int MOST_RESULTS = 20_000;

    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private BarographServer server;
    private BrowserContext context;
    private Page page;
    private long second;

    @BeforeAll
    static void open() {
        PlaywrightAssertions.setDefaultAssertionTimeout(MOST_WAIT_MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    @AfterAll
    static void close() {
        browser.close();
        playwright.close();
    }

    @BeforeEach
    void serve() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path pipeline = Files.writeString(
                folder.resolve("minutes.sql"), """
                SET 'checkpoint.interval' = '200 milliseconds';
                CREATE TABLE readings (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,
                  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
                WITH ('connector' = 'http', 'port' = '%d', 'format' = 'csv', 'journal' = '%s');
                SELECT window_start, device_id, count(*) AS n, avg(temperature) AS mean
                  FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '10' SECOND))
                  GROUP BY window_start, window_end, device_id;
                """.formatted(port, folder.resolve("readings.journal")));
        server = BarographServer.start(
                new ServerConfig(
                        "127.0.0.1",
                        0,
                        null,
                        Set.of(),
                        List.of(folder),
                        ServerConfig.DEFAULT_CONNECTORS,
                        folder.resolve("service"),
                        List.of(pipeline),
                        new PipelineLimits(1, 64L << 20, MOST_RESULTS, Duration.ofMillis(50), Duration.ofMillis(200)),
                        new QueryLimits(2, Duration.ofSeconds(30), 64L << 20, 100_000, 1),
                        new ClientLimits(0, Duration.ofMinutes(1)),
                        true),
                new ServiceLog(new PrintStream(OutputStream.nullOutputStream()), true, Clock.systemUTC()));
        show("en-US", ColorScheme.LIGHT);
    }

    private void show(String locale, ColorScheme scheme) {
        context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(locale)
                .setColorScheme(scheme)
                .setViewportSize(1200, 1000));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            // That a request was answered with a problem is said on the page, and by the browser as well.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @AfterEach
    void end(TestInfo test) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(test.getTestMethod().orElseThrow().getName() + ".png"))
                .setFullPage(true));
        context.close();
        server.close();
        assertThat(complaints).as("what the browser complains of").isEmpty();
    }

    /** Two devices, a row a second each, from where the last call ended. */
    private void send(int seconds) throws IOException, InterruptedException {
        StringBuilder rows = new StringBuilder();
        for (long end = second + seconds; second < end; second++) {
            for (int device = 1; device <= 2; device++) {
                rows.append("2026-01-01 00:%02d:%02d,%d,%d.5%n"
                        .formatted(second / 60, second % 60, device, 20 + second % 7));
            }
        }
        send(rows.toString());
    }

    private void send(String rows) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "v1/tables/readings/rows"))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(rows))
                .build();
        Patience.await(
                "rows are taken",
                () -> client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    /** Makes a pipeline beside the first, and starts it. */
    private void make(String name, String sql) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "v1/pipelines?name=" + name))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        HttpResponse<String> made = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void openPipeline() {
        page.navigate(server.url());
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("minutes"))
                .click();
    }

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
        assertThat(page.locator("main")).containsText("250K rows in");
        Locator chart = page.locator("#answer .chart");
        assertThat(chart).isVisible();
        int points = Integer.parseInt(chart.getAttribute("data-points"));
        assertThat(points).isBetween(100, 4 * 1_200);
        button("Rows").click();
        assertThat(page.locator("#answer tbody tr")).hasCount(1_000);
        assertThat(page.locator("main"))
                .containsText(Pattern.compile("the first 1,?0*K? of 1\\d\\dK rows or more|ended the answer"));
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
