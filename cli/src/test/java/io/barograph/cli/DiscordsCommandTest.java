package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscordsCommandTest {
    private static final LocalDateTime START = LocalDateTime.of(2024, 3, 1, 0, 0);

    @TempDir
    Path folder;

    private final Session baro = new Session();

    /** Two pumps, a reading a minute, whose power rises and falls every 40 minutes; b misses a stroke at 10:00. In any order. */
    private String pumps() throws IOException {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            for (String pump : List.of("a", "b")) {
                double power = 10 + Math.sin(i * Math.PI / 20) + 0.02 * random.nextGaussian();
                if (pump.equals("b") && i >= 600 && i < 620) {
                    power = 10 + 0.02 * random.nextGaussian();
                }
                lines.add(START.plusMinutes(i) + "," + pump + "," + Math.round(power * 1000) / 1000.0 + ",on");
            }
        }
        Collections.shuffle(lines, random);
        return write("pumps.csv", "ts,pump,power,state\n" + String.join("\n", lines) + "\n");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void theOddStretchIsFirst() throws IOException {
        assertThat(baro.run("discords", pumps(), "--window", "40", "--by", "pump", "--top", "2"))
                .as(baro.err())
                .isZero();
        List<String> lines = baro.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("pump,start,end,distance,neighbour");
        assertThat(lines.get(1)).startsWith("b,2024-03-01 ");
        LocalDateTime start = LocalDateTime.parse(lines.get(1).split(",")[1].replace(' ', 'T'));
        assertThat(start).isBetween(START.plusMinutes(561), START.plusMinutes(619));
        assertThat(lines.get(1).split(",")[2].replace(' ', 'T'))
                .isEqualTo(start.plusMinutes(39).toString()
                        + (start.plusMinutes(39).getSecond() == 0 ? ":00" : ""));
    }

    @Test
    void everyWindowIsWrittenAndAnyNumberOfThreadsWritesTheSameBytes() throws IOException {
        String file = pumps();
        String one = folder.resolve("one.csv").toString();
        String seven = folder.resolve("seven.csv").toString();
        assertThat(baro.run("discords", file, "--window", "40", "--by", "pump", "-o", one, "--threads", "1"))
                .as(baro.err())
                .isZero();
        String shown = baro.out();
        assertThat(shown.lines()).hasSize(4);
        assertThat(baro.run("discords", file, "--window", "40", "--by", "pump", "-o", seven, "--threads", "7"))
                .as(baro.err())
                .isZero();
        assertThat(Files.readString(Path.of(seven))).isEqualTo(Files.readString(Path.of(one)));
        List<String> written = Files.readAllLines(Path.of(one));
        assertThat(written).hasSize(1 + 2 * (900 - 40 + 1));
        assertThat(written).containsAll(shown.lines().toList());
    }

    @Test
    void aColumnFileCanBeQueried() throws IOException {
        String profile = folder.resolve("profile.parquet").toString();
        assertThat(baro.run("discords", pumps(), "--window", "40", "--by", "pump", "-o", profile))
                .as(baro.err())
                .isZero();
        assertThat(baro.run("SELECT pump, count(*) AS n, count(distance) AS d, min(\"end\" - start) AS span FROM '"
                        + profile + "' GROUP BY pump"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out().lines()).containsExactly("pump,n,d,span", "a,861,861,00:39:00", "b,861,861,00:39:00");
    }

    @Test
    void missingReadingsAndShortSeriesAreTold() throws IOException {
        StringBuilder csv = new StringBuilder("ts,id,x\n");
        for (int i = 0; i < 60; i++) {
            csv.append(START.plusMinutes(i))
                    .append(",1,")
                    .append(i == 30 ? "" : i * i % 17)
                    .append('\n');
        }
        csv.append(START).append(",2,5\n");
        String profile = folder.resolve("p.csv").toString();
        assertThat(baro.run(
                        "discords",
                        write("x.csv", csv.toString()),
                        "--window",
                        "8",
                        "--by",
                        "id",
                        "--on",
                        "x",
                        "-o",
                        profile))
                .as(baro.err())
                .isZero();
        assertThat(baro.err())
                .contains("1 of 2 series are shorter than the window")
                .contains("8 of 53 windows have no distance");
        assertThat(Files.readAllLines(Path.of(profile)))
                .hasSize(54)
                .contains("1,2024-03-01 00:23:00,2024-03-01 00:30:00,,");
    }

    @Test
    void aGridIsMadeWhereAskedFor() throws IOException {
        StringBuilder csv = new StringBuilder("ts,x\n");
        for (int i = 0; i < 200; i++) {
            csv.append(START.plusSeconds(60L * i + i % 7))
                    .append(',')
                    .append(i % 10)
                    .append('\n');
        }
        String profile = folder.resolve("p.csv").toString();
        String file = write("x.csv", csv.toString());
        assertThat(baro.run("discords", file, "--window", "10", "--step", "1m", "-o", profile))
                .as(baro.err())
                .isZero();
        List<String> lines = Files.readAllLines(Path.of(profile));
        assertThat(lines.get(0)).isEqualTo("start,end,distance,neighbour");
        assertThat(lines.get(1)).startsWith("2024-03-01 00:00:00,2024-03-01 00:09:00,");
    }

    @Test
    void theTimeIsFoundAsDetectFindsIt() throws IOException {
        String[] timed = {
            "unix_time,x", "epoch,x", "ts,x", "year,month,day,hour,minute,x",
        };
        List<Function<LocalDateTime, String>> times = List.of(
                time -> Long.toString(time.toEpochSecond(ZoneOffset.UTC)),
                time -> Long.toString(time.toInstant(ZoneOffset.UTC).toEpochMilli()),
                time -> time.toEpochSecond(ZoneOffset.UTC) + ".0",
                time -> time.getYear() + ",3,1," + time.getHour() + "," + time.getMinute());
        for (int form = 0; form < timed.length; form++) {
            String csv = timed[form] + "\n" + rows(times.get(form)).collect(Collectors.joining("\n", "", "\n"));
            String profile = folder.resolve("profile.csv").toString();
            assertThat(baro.run("discords", write("x.csv", csv), "--window", "10", "--step", "1m", "-o", profile))
                    .as(timed[form] + baro.err())
                    .isZero();
            assertThat(Files.readAllLines(Path.of(profile)).get(1))
                    .as(timed[form])
                    .startsWith("2024-03-01 00:00:00,2024-03-01 00:09:00,");
        }
    }

    @Test
    void aSmallNumberOnlyOrdersTheRows() throws IOException {
        String csv = "message,x\n"
                + rows(time -> Integer.toString(time.toLocalTime().toSecondOfDay()))
                        .collect(Collectors.joining("\n", "", "\n"));
        String profile = folder.resolve("profile.csv").toString();
        String file = write("x.csv", csv);
        assertThat(baro.run("discords", file, "--window", "10", "--time", "message", "-o", profile))
                .as(baro.err())
                .isZero();
        assertThat(Files.readAllLines(Path.of(profile)).get(1)).startsWith("0,540,");
        assertThat(baro.run("discords", file, "--window", "10", "--time", "message", "--step", "1m"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("--step needs a time, and 'message' only numbers the rows");
    }

    /** Two hundred rows a minute apart. */
    private static Stream<String> rows(Function<LocalDateTime, String> time) {
        return IntStream.range(0, 200).mapToObj(i -> time.apply(START.plusMinutes(i)) + "," + i % 10);
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        String file = pumps();
        assertThat(baro.run("discords", file)).isEqualTo(2);
        assertThat(baro.err()).contains("--window M is missing");
        assertThat(baro.run("discords", file, "--window", "2")).isEqualTo(2);
        assertThat(baro.err()).contains("--window expects a whole number from 3");
        assertThat(baro.run("discords", file, "--by", "pump", "--window", "901"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("--window 901 is longer than each of 2 series: the longest has 900 readings");
        assertThat(baro.run("discords", file, "--window", "40", "--on", "state"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("column 'state' is VARCHAR, and --on takes numbers: power");
        assertThat(baro.run("discords", file, "--window", "40", "--on", "powr")).isEqualTo(2);
        assertThat(baro.err()).contains("there is no column 'powr'").contains("power");
        assertThat(baro.run("discords", file, "--window", "40", "--time", "state"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("column 'state' is VARCHAR, no time: --time takes a TIMESTAMP");
        assertThat(baro.run("discords", folder.resolve("none.csv").toString(), "--window", "40"))
                .isEqualTo(3);
        assertThat(baro.run("discords", write("two.csv", "ts,a,b\n2024-03-01,1.5,2.5\n"), "--window", "3"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("choose it with --on: a, b");
        assertThat(baro.run("discords", write("no.csv", "a,b\n1.5,2.5\n"), "--window", "3"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("there is no time among a, b: --time COLUMN names one");
    }

    /** With a GPU, the same answer; without, status 3 and the sentence that baro engines says. */
    @Test
    void aGpuIsUsedOrItIsSaidWhyNot() throws IOException {
        String file = pumps();
        assertThat(baro.run("discords", file, "--window", "40", "--by", "pump")).isZero();
        String expected = baro.out();
        String gpu = baro.gpu();
        int status = baro.run("discords", file, "--window", "40", "--by", "pump", "--gpu");
        if (gpu.startsWith("works: ")) {
            assertThat(baro.out()).isEqualTo(expected);
        } else {
            assertThat(status).isEqualTo(3);
            assertThat(baro.err()).isEqualTo("error: " + gpu.substring("none: ".length()) + "\n");
        }
        assertThat(baro.run("discords", file, "--window", "40", "--by", "pump", "--gpu", "auto"))
                .isZero();
        assertThat(baro.out()).isEqualTo(expected);
        assertThat(baro.err()).startsWith("note: on the CPU: the work of about ");
    }
}
