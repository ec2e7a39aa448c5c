package io.barograph.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.barograph.core.text.TimestampText;
import io.barograph.core.zone.Zones;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real Chromium, where one is installed: a script acts as a user would, and writes down what it sees. */
@Tag("slow")
class HtmlChartBrowserTest {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final Pattern SEEN = Pattern.compile("<pre id=\"seen\">(.*?)</pre>", Pattern.DOTALL);

    private static final String USER = """
            <script>
            window.addEventListener("load", function () {
              var canvas = document.querySelector("canvas"), box = canvas.getBoundingClientRect(), seen = [];
              function text(id) { return document.getElementById(id).innerText.trim().replace(/\\s+/g, " "); }
              function pointer(type, share) {
                var x = box.left + 64 + share * (box.width - 72);
                canvas.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: box.top + 50, button: 0, pointerId: 1, bubbles: true }));
              }
              function key(name) { canvas.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true })); }
              function painted(r, g, b) {
                var data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data, count = 0;
                for (var i = 0; i < data.length; i += 4) {
                  if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 12 && data[i + 3] > 200) { count++; }
                }
                return count;
              }
              seen.push("back=" + getComputedStyle(document.body).backgroundColor);
              seen.push("line=" + (painted(11, 107, 184) + painted(88, 174, 240) > 50));
              seen.push("marks=" + (painted(208, 2, 27) + painted(255, 85, 102) > 5));
              pointer("pointermove", .5);
              seen.push("tip=" + text("tip"));
              pointer("pointerdown", .25);
              pointer("pointermove", .5);
              pointer("pointerup", .5);
              seen.push("zoomed=" + text("shown"));
              canvas.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
              seen.push("all=" + text("shown"));
              pointer("pointerleave", .5);
              key("ArrowRight");
              seen.push("said=" + document.getElementById("said").textContent);
              key("+");
              seen.push("keyed=" + text("shown"));
              key("0");
              key("n");
              seen.push("hopped=" + document.getElementById("said").textContent);
              key("n");
              seen.push("no more=" + document.getElementById("said").textContent);
              document.querySelector("button[data-anomaly='1']").click();
              seen.push("shown=" + text("shown") + " " + (document.activeElement === canvas));
              pointer("pointermove", .5);
              seen.push("why=" + text("tip"));
              key("0");
              var button = document.querySelector("#legend button");
              button.click();
              seen.push("pressed=" + button.getAttribute("aria-pressed"));
              seen.push("hidden=" + (painted(11, 107, 184) + painted(88, 174, 240) === 0));
              var pre = document.createElement("pre");
              pre.id = "seen";
              pre.textContent = seen.join("\\n");
              document.body.appendChild(pre);
            });
            </script>
            </body>""";

    @TempDir
    Path folder;

    private String browser = "";

    @BeforeEach
    void needsABrowser() {
        Optional<String> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(path -> NAMES.stream().map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        assumeThat(found)
                .as("a Chromium is installed (apt-get install chromium)")
                .isPresent();
        browser = found.orElseThrow();
    }

    /** Two lines over 101 seconds, a value each; a mark at the 50th, an anomaly from the 90th to the 92nd, and silence from the 60th to the 80th. */
    private static Chart chart() {
        long start = TimestampText.parse("2024-03-01 11:00:00");
        TimeGrid grid = TimeGrid.of(start, start + 100_000_000_000L, 600);
        List<Line> lines = new ArrayList<>();
        for (int series = 0; series < 2; series++) {
            List<Bucket> buckets = new ArrayList<>();
            for (int second = 0; second <= 100; second++) {
                long time = start + second * 1_000_000_000L;
                if (second < 60 || second > 80) {
                    buckets.add(Bucket.of(grid.column(time), time, 10 * series + second / 10.0));
                }
            }
            long marked = start + 50_000_000_000L;
            List<Mark> marks = series == 0 ? List.of(new Mark(grid.column(marked), marked, 5)) : List.of();
            lines.add(new Line("d" + series, series, buckets, marks, Line.gap(buckets, grid)));
        }
        long from = start + 90_000_000_000L;
        Anomaly found = new Anomaly(1, 0, 0, "d0", from, from + 2_000_000_000L, from, 9, 3, 0.7, "9 is <much>");
        return new Chart(
                "<test>",
                "device",
                grid,
                Zones.of("Asia/Seoul"),
                List.of(new Panel("x", lines)),
                "x = 5",
                List.of(found));
    }

    private String seen(String... options) throws IOException, InterruptedException {
        Path page = folder.resolve("chart.html");
        Files.writeString(page, new HtmlChart(0, 240).draw(chart()).replace("</body>", USER));
        List<String> command = new ArrayList<>(List.of(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1000,700"));
        command.addAll(List.of(options));
        command.addAll(List.of("--dump-dom", page.toUri().toString()));
        Path out = folder.resolve("dom");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        Matcher found = SEEN.matcher(Files.readString(out));
        assertThat(found.find()).as("the script ran to its end").isTrue();
        // The browser writes the page's text as HTML again.
        return found.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    @Test
    void valuesAreShownUnderThePointerAndRangesAreZoomedInto() throws IOException, InterruptedException {
        assertThat(seen("--blink-settings=preferredColorScheme=1").lines())
                .containsExactly(
                        "back=rgb(255, 255, 255)",
                        "line=true",
                        "marks=true",
                        "tip=2024-03-01 20:00:50 d0 5 ● marked d1 15",
                        "zoomed=Shown: 2024-03-01 20:00:25 to 2024-03-01 20:00:50",
                        "all=",
                        "said=2024-03-01 20:00:51, d0 5.1, d1 15.1",
                        "keyed=Shown: 2024-03-01 20:00:25.5 to 2024-03-01 20:01:15.5",
                        "hopped=2024-03-01 20:01:30, d0 9, d1 19, anomaly 1 d0: 9 is <much>",
                        "no more=No further anomaly",
                        "shown=Shown: 2024-03-01 20:01:20 to 2024-03-01 20:01:40 true",
                        "why=2024-03-01 20:01:30 d0 9 d1 19 ◯ 1 d0: 9 is <much>",
                        "pressed=false",
                        "hidden=true");
    }

    @Test
    void whereThePageIsDarkSoIsTheChart() throws IOException, InterruptedException {
        assertThat(seen("--blink-settings=preferredColorScheme=0").lines())
                .contains("back=rgb(20, 24, 29)", "line=true", "marks=true");
    }
}
