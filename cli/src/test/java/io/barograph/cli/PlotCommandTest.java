package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotCommandTest {
    private static final int RED = 0xd0021b;
    private static final int BLUE = 0x0b6bb8;

    @TempDir
    Path folder;

    private final Session baro = new Session();

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** A reading of each of two pumps every minute of an hour; pump-2 is silent from 00:20 to 00:40. */
    private String pumps() throws IOException {
        StringBuilder csv = new StringBuilder("time,pump_id,temperature,running\n");
        for (int minute = 0; minute < 60; minute++) {
            csv.append(String.format("2024-03-01 00:%02d:00,pump-10,%d,%b%n", minute, minute % 20, minute % 20 == 19));
            if (minute < 20 || minute > 40) {
                csv.append(String.format("2024-03-01 00:%02d:00,pump-2,%d,false%n", minute, 30 - minute / 6));
            }
        }
        return write("pumps.csv", csv.toString());
    }

    @Test
    void withoutColoursEveryLineHasAPanel() throws IOException {
        assertThat(baro.run("plot", pumps(), "--by", "pump_id", "--width", "50", "--height", "17"))
                .isZero();
        assertThat(baro.out()).isEqualTo("""
                                temperature, pump_id pump-2
                            30 ┤⠉⠉⠉⠉⠦⠤⠤⠤⡀
                               │        ⠈⠉⠉⠉⠱⠤
                            25 ┤
                               │                             ⢢⣀⣀⣀⡀
                               │                                 ⠈⠒⠒⠒⠒⣄⣀⣀⣀
                                temperature, pump_id pump-10
                               │           ⡠⠔⢹           ⣀⠔⢺           ⢀⠤⠊
                               │        ⣀⠔⠉  ⢸        ⢀⠔⠊  ⢸        ⢀⡠⠊⠁
                            10 ┤     ⣀⠔⠊     ⠘⡄    ⢀⠤⠊⠁    ⠘⡄    ⢀⡠⠒⠁
                               │  ⢀⠤⠊         ⡇ ⢀⡠⠒⠁        ⡇  ⡠⠔⠁
                             0 ┤⡠⠊⠁           ⡧⠒⠁           ⡧⠔⠉
                               └┬────────────────────┬────────────────────
                                03-01 00:00        00:30
                                2024-03-01 00:00:00 to 2024-03-01 00:59:00 (UTC)
                        """);
        assertThat(baro.err()).isEmpty();
    }

    @Test
    void inColourLinesShareAPanelAndALegendNamesThem() throws IOException {
        assertThat(baro.onTerminal(60).withColours().run("plot", pumps(), "--by", "pump_id"))
                .isZero();
        assertThat(baro.out().lines().findFirst().orElseThrow())
                .isEqualTo("        pump_id  \u001b[38;5;33m━━\u001b[0m pump-2  \u001b[38;5;208m━━\u001b[0m pump-10");
        assertThat(baro.out().lines().filter(line -> line.contains("temperature")))
                .hasSize(1);
        assertThat(baro.out().lines()).hasSizeLessThanOrEqualTo(24);
    }

    @Test
    void aLegendOfManyNamesTakesSeveralLines() throws IOException {
        assertThat(baro.onTerminal(24).withColours().run("plot", pumps(), "--by", "pump_id"))
                .isZero();
        assertThat(baro.out().lines().filter(line -> line.contains("━━"))).hasSize(2);
    }

    @Test
    void whatIsMarkedIsRed() throws IOException {
        String pumps = pumps();
        assertThat(baro.onTerminal(60)
                        .withColours()
                        .run("plot", pumps, "--by", "pump_id", "--mark", "temperature > 29"))
                .isZero();
        assertThat(baro.out()).contains("\u001b[1;38;5;196m●");
        assertThat(baro.err()).contains("note: 6 rows marked");
        assertThat(new Session().run("plot", pumps, "--mark", "Running")).isZero();
        Session plain = new Session();
        assertThat(plain.run("plot", pumps, "--by", "pump_id", "--mark", "running"))
                .isZero();
        assertThat(plain.out()).contains("●").doesNotContain("\u001b[");
        assertThat(plain.err()).contains("note: 3 rows marked");
    }

    @Test
    void aPictureHasLinesInTheirColoursAndMarksInRed() throws IOException {
        String png = folder.resolve("pumps.png").toString();
        assertThat(baro.run("plot", pumps(), "--by", "pump_id", "--mark", "running", "-o", png, "--width", "400"))
                .isZero();
        BufferedImage image = ImageIO.read(Path.of(png).toFile());
        assertThat(image.getWidth()).isEqualTo(400);
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(image.getRGB(x, y) & 0xffffff);
            }
        }
        assertThat(colours).contains(RED, BLUE, 0xffffff);
        assertThat(baro.out()).isEmpty();
    }

    @Test
    void aPageHoldsEveryValueItShowsAndNothingFromElsewhere() throws IOException {
        Path page = folder.resolve("pumps.html");
        assertThat(baro.run("plot", pumps(), "--by", "pump_id", "--mark", "running", "-o", page.toString()))
                .isZero();
        String html = Files.readString(page);
        assertThat(html)
                .contains("<h1>pumps.csv</h1>")
                .contains("\"label\":\"pump-10\",\"series\":1")
                .contains("\"b\":[20]")
                .contains("2024-03-01 00:00:00 to 2024-03-01 00:59:00 (UTC)")
                .doesNotContain("http:", "https:", " src=", "url(", "@import", "<!--DATA");
    }

    @Test
    void aQueryIsPlottedToo() throws IOException {
        String query = "SELECT temperature * 2 AS twice, time FROM '" + pumps() + "' -- all\n;";
        assertThat(baro.run("plot", query, "--height", "10", "--where", "twice < 30 -- cold"))
                .isZero();
        assertThat(baro.out()).contains("twice").contains("2024-03-01 00:00:00 to 2024-03-01 00:54:00 (UTC)");

        String file = write("q.sql", "CREATE VIEW v AS SELECT * FROM '" + pumps() + "';\nSELECT * FROM v;");
        assertThat(new Session().run("plot", "-f", file)).isZero();
        String init = write("init.sql", "CREATE VIEW v AS SELECT * FROM '" + pumps() + "'");
        assertThat(new Session().run("plot", "v", "--init", init)).isZero();
        assertThat(new Session().withInput(query).run("plot", "-")).isZero();
    }

    @Test
    void timesAreOfTheZone() throws IOException {
        assertThat(baro.run(
                        "plot",
                        pumps(),
                        "--zone",
                        "Asia/Seoul",
                        "--from",
                        "2024-03-01 09:10",
                        "--to",
                        "2024-03-01 09:30"))
                .isZero();
        assertThat(baro.out()).contains("09:15").contains("2024-03-01 09:10:00 to 2024-03-01 09:29:00 (Asia/Seoul)");
    }

    @Test
    void tooManyLinesAreLeftOutAndNamed() throws IOException {
        StringBuilder csv = new StringBuilder("time,id,x\n");
        for (int device = 1; device <= 12; device++) {
            csv.append("2024-03-01,")
                    .append(device)
                    .append(",1\n2024-03-02,")
                    .append(device)
                    .append(",2\n");
        }
        csv.append("2024-03-02,,2\n");
        assertThat(baro.run("plot", write("many.csv", csv.toString()), "--by", "id"))
                .isZero();
        assertThat(baro.err())
                .isEqualTo("note: 8 of 13 id are drawn; not 9, 10, 11 and 2 others: choose with --where, or draw more"
                        + " with --lines\n");
        assertThat(baro.out()).contains("x, id 8").doesNotContain("x, id 9");
        assertThat(baro.run("plot", folder.resolve("many.csv").toString(), "--by", "id", "--lines", "13"))
                .isZero();
        assertThat(baro.out()).contains("x, id 12").contains("x, id NULL");
    }

    @Test
    void oneRowAndOneTimeAndAConstantAreDrawn() throws IOException {
        assertThat(baro.run("plot", write("one.csv", "t,x\n2024-03-01 00:00:01.5,7\n")))
                .isZero();
        assertThat(baro.out()).contains("2024-03-01 00:00:01.5 to 2024-03-01 00:00:01.5");
        assertThat(dots(baro.out())).isEqualTo(1);
        assertThat(baro.run("plot", write("same.csv", "t,x\n2024-03-01,7\n2024-03-01,9\n")))
                .isZero();
        assertThat(dots(baro.out())).isGreaterThan(1);
        assertThat(baro.run("plot", write("flat.csv", "t,x\n2024-03-01,7\n2024-03-02,7\n"), "--width", "40"))
                .isZero();
        assertThat(dots(baro.out())).isGreaterThan(20);
    }

    private static long dots(String text) {
        return text.codePoints().filter(c -> c > 0x2800 && c <= 0x28ff).count();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1677-09-21 00:12:44|2262-04-11 23:47:16.854775807|1700",
                "2024-03-01 00:00:00.000000001|2024-03-01 00:00:00.000000009|00:00:00.000000004",
                "1969-12-31 23:59:59.9|1970-01-01 00:00:00.1|00:00:00.00",
            })
    void rangesOfCenturiesAndOfNanosecondsHaveAnAxis(String first, String last, String label) throws IOException {
        String file = write("range.csv", "t,x\n" + first + ",1\n" + last + ",2\n");
        for (String output : List.of("range.png", "range.html")) {
            assertThat(baro.run("plot", file, "-o", folder.resolve(output).toString()))
                    .isZero();
        }
        assertThat(baro.run("plot", file)).isZero();
        assertThat(baro.out()).contains(label).contains(first).contains(last);
        assertThat(dots(baro.out())).isGreaterThan(10);
    }

    @Test
    void valuesWithoutAPlaceAreCountedAndLeftOut() {
        String rows =
                "SELECT * FROM (VALUES (TIMESTAMP '2024-03-01', 1.0), (TIMESTAMP '2024-03-02', CAST('NaN' AS DOUBLE)),"
                        + " (TIMESTAMP '2024-03-03', CAST('Infinity' AS DOUBLE)), (TIMESTAMP '2024-03-04', 2.0),"
                        + " (TIMESTAMP '2024-03-05', NULL), (NULL, 5.0)) AS v(t, x)";
        assertThat(baro.run("plot", rows)).isZero();
        assertThat(baro.err())
                .contains("note: 2 values are NaN or infinite and not drawn")
                .contains("note: 1 of 6 rows have no time and are not drawn");
        assertThat(baro.out()).contains("2024-03-01 00:00:00 to 2024-03-04 00:00:00");
    }

    @Test
    void timesAreFoundAmongNumbersToo() throws IOException {
        assertThat(baro.run("plot", write("epoch.csv", "ts,x\n1709251200,1\n1709337600,2\n")))
                .isZero();
        assertThat(baro.out()).contains("2024-03-01 00:00:00 to 2024-03-02 00:00:00");
        assertThat(baro.run("plot", write("parts.csv", "year,month,day,x\n2024,3,1,1\n2024,3,2,2\n")))
                .isZero();
        assertThat(baro.out()).contains("2024-03-01 00:00:00 to 2024-03-02 00:00:00");
        assertThat(baro.run("plot", write("named.csv", "n,x\n1709251200000,1\n1709337600000,2\n"), "--time", "n"))
                .isZero();
        assertThat(baro.out()).contains("2024-03-01 00:00:00 to 2024-03-02 00:00:00");
    }

    @Test
    void namesOfEveryKindAreDrawn() throws IOException {
        String file =
                write("odd.csv", "\"a \"\"time\"\"\",\"it's\",\"</script>온도\"\n2024-03-01,'x',1\n2024-03-02,<b>,2\n");
        assertThat(baro.run(
                        "plot",
                        file,
                        "--by",
                        "it's",
                        "-o",
                        folder.resolve("odd.html").toString()))
                .isZero();
        assertThat(Path.of(folder.toString(), "odd.html"))
                .content()
                .containsOnlyOnce("</script>\n</body>")
                .doesNotContain("<b>");
        assertThat(baro.run("plot", file, "--by", "it's")).isZero();
        assertThat(baro.out()).contains("</script>온도, it's 'x'");
    }

    private void fails(int status, String message, String... line) {
        assertThat(baro.run(line)).isEqualTo(status);
        assertThat(baro.err()).contains(message);
    }

    @Test
    void errorsSayWhatAndWhereAndTheWayOut() throws IOException {
        String pumps = pumps();
        String texts = write("texts.csv", "time,x\nyesterday,1\n");
        fails(2, "FILE or query is missing", "plot");
        fails(3, "there is no file 'nowhere.csv'", "plot", "nowhere.csv");
        fails(2, "end its name with .html or .png", "plot", pumps, "-o", "x.svg");
        fails(2, "there is no column 'temprature'; did you mean temperature?", "plot", pumps, "--on", "temprature");
        fails(2, "column 'pump_id' is VARCHAR; lines are drawn of numbers", "plot", pumps, "--on", "pump_id");
        fails(2, "line 1: temprature > 40\n        ^\n", "plot", pumps, "--mark", "temprature > 40");
        fails(2, "error: --where: ", "plot", pumps, "--where", "1 = 1) OR (2 = 2");
        fails(
                2,
                "--mark takes a BOOLEAN column or a condition, and 'temperature' is BIGINT",
                "plot",
                pumps,
                "--mark",
                "temperature");
        fails(2, "option --from expects a time such as '2024-03-01'", "plot", pumps, "--from", "yesterday");
        fails(2, "--from is not before --to", "plot", pumps, "--from", "2024-03-02", "--to", "2024-03-01");
        fails(2, "there is no time zone 'Berlin'", "plot", pumps, "--zone", "Berlin");
        fails(2, "there is no time among time, x", "plot", texts);
        fails(2, "nothing to plot: there are no rows", "plot", "SELECT * FROM '" + pumps + "' WHERE 1 = 2");
        fails(2, "nothing to plot: no row is in the range", "plot", pumps, "--where", "temperature > 1000");
        fails(2, "line 1: SELECT tme FROM", "plot", "SELECT tme FROM '" + pumps + "'");
        fails(2, "a plot is drawn of a query's rows", "plot", "CREATE VIEW v AS SELECT 1");
        assertThat(folder.resolve("x.svg")).doesNotExist();
    }
}
