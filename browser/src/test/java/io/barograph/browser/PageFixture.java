package io.barograph.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The page of a real service in a real Chromium. Pictures of it stay in {@code target/screenshots}. */
abstract class PageFixture {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    /** For what the page is to show, on machines that do much else. */
    private static final double MOST_WAIT_MILLIS = 30_000;

    private static final int MOST_RESULTS = 20_000;

    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    Path folder;

    final HttpClient client = HttpClient.newHttpClient();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    BarographServer server;
    BrowserContext context;
    Page page;
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

    void show(String locale, ColorScheme scheme) {
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
    void send(int seconds) throws IOException, InterruptedException {
        StringBuilder rows = new StringBuilder();
        for (long end = second + seconds; second < end; second++) {
            for (int device = 1; device <= 2; device++) {
                rows.append("2026-01-01 00:%02d:%02d,%d,%d.5%n"
                        .formatted(second / 60, second % 60, device, 20 + second % 7));
            }
        }
        send(rows.toString());
    }

    void send(String rows) throws IOException, InterruptedException {
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
    void make(String name, String sql) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "v1/pipelines?name=" + name))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        HttpResponse<String> made = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    void openPipeline() {
        page.navigate(server.url());
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("minutes"))
                .click();
    }
}
