package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotAnomaliesTest {
    private static final int RED = 0xd0021b;

    @TempDir
    Path folder;

    private final Session baro = new Session();

    /** Two rooms, a row every ten seconds from 00:00 on; room a is stuck at 655.35 from 01:23:20 for 100 rows. */
    private String rooms(String metric) throws IOException {
        StringBuilder csv = new StringBuilder("ts,room," + metric + ",on\n");
        LocalDateTime time = LocalDateTime.of(2024, 3, 1, 0, 0);
        for (int i = 0; i < 1000; i++) {
            String at = time.plusSeconds(10L * i).toString();
            double value = 50 + 37 * i % 100 / 100.0;
            csv.append(at).append(",a,").append(i >= 500 && i < 600 ? 655.35 : value);
            csv.append(",true\n").append(at).append(",b,").append(value).append(",true\n");
        }
        return Files.writeString(folder.resolve("rooms.csv"), csv).toString();
    }

    @Test
    void aTerminalNumbersAnomaliesAndSaysWhy() throws IOException {
        assertThat(baro.run("plot", rooms("humidity"), "--by", "room", "--detect", "--width", "60", "--height", "24"))
                .as(baro.err())
                .isZero();
        assertThat(baro.err()).contains("note: 1 anomaly");
        assertThat(baro.out()).contains("●");
        assertThat(baro.out().lines().filter(line -> line.matches(" +│ +1━*")))
                .as("the strip under the panel of room a, and of no other")
                .hasSize(1);
        assertThat(baro.out()).endsWith("""
                             1  humidity of a, 2024-03-01 01:23:20 to 2024-03-01
                                01:40:00: 655.35 is above 100, the most that it can
                                be
                        """);
    }

    @Test
    void inColourThereIsOneStripForAPanel() throws IOException {
        assertThat(baro.onTerminal(60).withColours().run("plot", rooms("humidity"), "--by", "room", "--detect"))
                .isZero();
        assertThat(baro.out()).contains("\u001b[1;38;5;196m●").contains("\u001b[1;38;5;196m1\u001b[0m  humidity of a");
        assertThat(baro.out().lines()).hasSizeLessThanOrEqualTo(24);
    }

    @Test
    void aPageHasAListWithAButtonForEach() throws IOException {
        Path page = folder.resolve("rooms.html");
        assertThat(baro.run("plot", rooms("humidity"), "--by", "room", "--detect", "-o", page.toString()))
                .isZero();
        assertThat(page)
                .content()
                .contains("<button data-anomaly=\"1\">1</button>")
                .contains("<td>a</td><td>2024-03-01 01:23:20</td><td>2024-03-01 01:40:00</td><td>101</td><td>1</td>"
                        + "<td>655.35 is above 100, the most that it can be</td>")
                .contains("\"v\":655.35,\"why\":\"655.35 is above 100, the most that it can be\"");
    }

    @Test
    void aPictureHasRingsAndGrowsWithItsList() throws IOException {
        Path without = folder.resolve("without.png");
        Path with = folder.resolve("with.png");
        String file = rooms("humidity");
        assertThat(baro.run("plot", file, "--by", "room", "-o", without.toString()))
                .isZero();
        assertThat(baro.run("plot", file, "--by", "room", "--detect", "-o", with.toString()))
                .isZero();
        BufferedImage plain = ImageIO.read(without.toFile());
        BufferedImage marked = ImageIO.read(with.toFile());
        assertThat(marked.getHeight()).isGreaterThan(plain.getHeight());
        assertThat(reds(plain)).isZero();
        assertThat(reds(marked)).isGreaterThan(20);
    }

    private static long reds(BufferedImage image) {
        long reds = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                reds += (image.getRGB(x, y) & 0xffffff) == RED ? 1 : 0;
            }
        }
        return reds;
    }

    @Test
    void aPartIsJudgedByWhatCameBeforeIt() throws IOException {
        String file = rooms("x");
        String[] part = {
            "plot", file, "--by", "room", "--detect", "--from", "2024-03-01 01:23", "--to", "2024-03-01 01:50"
        };
        assertThat(baro.run(part)).isZero();
        assertThat(baro.out()).contains("1  x of a, 2024-03-01 01:23:20");
        Session later = new Session();
        assertThat(later.run("plot", file, "--by", "room", "--detect", "--from", "2024-03-01 02:00"))
                .isZero();
        assertThat(later.err()).contains("note: no anomalies");
        assertThat(later.out()).doesNotContain("655.35");
    }

    @Test
    void namesThatDetectUsesItselfAreJudgedToo() throws IOException {
        for (String name : new String[] {"score", "reason", "\"a, b\"", "it's"}) {
            assertThat(baro.run("plot", rooms(name), "--by", "room", "--detector", "robust_z"))
                    .as(name + baro.err())
                    .isZero();
            assertThat(baro.out())
                    .contains(name.replace("\"", "") + " of a, 2024-03-01 01:23:20")
                    .contains("robust deviations");
        }
    }

    @Test
    void silenceHasNoValueAndIsMarkedAllTheSame() throws IOException {
        StringBuilder csv = new StringBuilder("ts,x\n");
        for (int minute = 0; minute < 400; minute++) {
            if (minute < 200 || minute > 300) {
                csv.append(LocalDateTime.of(2024, 3, 1, 0, 0).plusMinutes(minute))
                        .append(',')
                        .append(minute % 7)
                        .append('\n');
            }
        }
        String file = Files.writeString(folder.resolve("quiet.csv"), csv).toString();
        assertThat(baro.run("plot", file, "--detector", "gone_quiet")).isZero();
        assertThat(baro.out()).contains("1  x, 2024-03-01 03:").contains("silent since 2024-03-01 03:19:00");
        String png = folder.resolve("quiet.png").toString();
        assertThat(baro.run("plot", file, "--detector", "gone_quiet", "-o", png))
                .isZero();
    }

    @Test
    void whatCannotBeJudgedIsSaid() throws IOException {
        assertThat(baro.run("plot", rooms("x"), "--on", "on", "--detect")).isEqualTo(2);
        assertThat(baro.err()).contains("no detector judges true and false");
        assertThat(baro.run("plot", rooms("x"), "--detector", "robust")).isEqualTo(2);
        assertThat(baro.err()).contains("robust_z");
    }
}
