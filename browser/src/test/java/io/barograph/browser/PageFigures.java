package io.barograph.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Figures of the page in a real Chromium, of a service that {@code bench/serve page} has started and feeds: no test of every build.
 * Checks that the charts show what comes before their times count.
 */
@Tag("slow")
class PageFigures {
    private static final int VISITS = 10;

    /** Notes when there is something to be seen of a pipeline: in the frame behind its being there. */
    private static final String USEFUL = """
            new MutationObserver((changes, observer) => {
              if (document.querySelector('.cards dd')) {
                observer.disconnect();
                requestAnimationFrame(() => setTimeout(() => { document.documentElement.dataset.usefulAt = performance.now(); }));
              }
            }).observe(document, {childList: true, subtree: true});
            """;

    private static final String FRAMES = """
            seconds => new Promise(resolve => {
              const gaps = [], begun = performance.now();
              let before = begun;
              const frame = now => {
                gaps.push(now - before);
                before = now;
                if (now - begun < seconds * 1000) { requestAnimationFrame(frame); } else { resolve(gaps.slice(1)); }
              };
              requestAnimationFrame(frame);
            })
            """;

    @Test
    void firstPaintFramesAndBytes() {
        String url = System.getProperty("barograph.url");
        int seconds = Integer.getInteger("barograph.seconds", 30);
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
            double[] paints = new double[VISITS];
            double[] useful = new double[VISITS];
            double bytes = 0;
            for (int i = 0; i < VISITS; i++) {
                // A context of its own has an empty cache.
                Page page = browser.newContext().newPage();
                page.addInitScript(USEFUL);
                page.navigate(url);
                page.locator("html[data-useful-at]").waitFor();
                paints[i] = number(page, "performance.getEntriesByName('first-contentful-paint')[0].startTime");
                useful[i] = number(page, "Number(document.documentElement.dataset.usefulAt)");
                bytes = number(
                        page,
                        "performance.getEntriesByType('resource').filter(one => one.name.endsWith('.js'))"
                                + ".reduce((sum, one) => sum + one.decodedBodySize, 0)");
                page.context().close();
            }
            say("first contentful paint", paints);
            say("first pipeline with its numbers", useful);
            System.out.printf("JavaScript: %.0f bytes%n", bytes);
            frames(browser, url, seconds);
        }
    }

    private static void frames(Browser browser, String url, int seconds) {
        Page page = browser.newContext(new Browser.NewContextOptions().setViewportSize(1200, 1000))
                .newPage();
        page.navigate(url + "#/pipelines/minutes");
        Locator readings = page.locator("section[data-sink=results]");
        readings.getByText("8 of 1000 lines").waitFor();
        double before = drawn(readings);
        @SuppressWarnings("unchecked")
        double[] gaps = ((List<Number>) page.evaluate(FRAMES, seconds))
                .stream().mapToDouble(Number::doubleValue).toArray();
        double pictures = drawn(readings) - before;
        assertThat(pictures).as("pictures of the readings").isPositive();
        System.out.printf("pictures of the readings: %.1f/s%n", pictures / seconds);
        say("from frame to frame", gaps);
        page.context().close();
    }

    private static double drawn(Locator section) {
        return Double.parseDouble(section.getAttribute("data-drawn"));
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }

    private static void say(String what, double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%s: %d, median %.1f ms, 99 %% within %.1f ms, longest %.1f ms%n",
                what,
                sorted.length,
                sorted[sorted.length / 2],
                sorted[Math.min(sorted.length - 1, (int) (sorted.length * 0.99))],
                sorted[sorted.length - 1]);
    }
}
