package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectCommandTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();

    /** Two rooms, a row every ten seconds; one of them stuck at 655.35 for 100 rows. */
    private String rooms() throws IOException {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder("ts,room,humidity,n\n");
        LocalDateTime time = LocalDateTime.of(2024, 3, 1, 0, 0);
        for (int i = 0; i < 1000; i++) {
            String at = time.plusSeconds(10L * i).toString();
            csv.append(at).append(",a,").append(i >= 500 && i < 600 ? 655.35 : 50 + random.nextInt(100) / 100.0);
            csv.append(",1\n")
                    .append(at)
                    .append(",b,")
                    .append(50 + random.nextInt(100) / 100.0)
                    .append(",1\n");
        }
        return Files.writeString(folder.resolve("rooms.csv"), csv).toString();
    }

    @Test
    void anEventIsOneRow() throws IOException {
        assertThat(baro.run("detect", rooms(), "--by", "room", "--on", "humidity"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out().lines())
                .containsExactly(
                        "room,metric,start,end,rows,score,reason",
                        "a,humidity,2024-03-01 01:23:20,2024-03-01 01:40:00,101,1.0,"
                                + "\"655.35 is above 100, the most that it can be\"");
    }

    /** The same rooms, whose time is what the header and the columns of each row say. */
    private String rooms(String header, Function<LocalDateTime, String> columns) throws IOException {
        String csv = Files.readAllLines(Path.of(rooms())).stream()
                .skip(1)
                .map(line -> line.split(",", 2))
                .map(cells -> columns.apply(LocalDateTime.parse(cells[0])) + "," + cells[1])
                .collect(Collectors.joining("\n", header + ",room,humidity,n\n", "\n"));
        return Files.writeString(folder.resolve("timed.csv"), csv).toString();
    }

    @Test
    void theTimeIsFoundAsSummarizeAndPlotFindIt() throws IOException {
        String[] expected = {
            "room,metric,start,end,rows,score,reason",
            "a,humidity,2024-03-01 01:23:20,2024-03-01 01:40:00,101,1.0,"
                    + "\"655.35 is above 100, the most that it can be\""
        };
        Map<String, Function<LocalDateTime, String>> times = Map.of(
                "unix_time", time -> Long.toString(time.toEpochSecond(ZoneOffset.UTC)),
                "ts", time -> time.toEpochSecond(ZoneOffset.UTC) + ".0",
                "epoch", time -> Long.toString(time.toInstant(ZoneOffset.UTC).toEpochMilli()),
                "year,month,day,hour,minute,second",
                        time -> time.getYear() + ",3,1," + time.getHour() + "," + time.getMinute() + ","
                                + time.getSecond());
        for (Map.Entry<String, Function<LocalDateTime, String>> time : times.entrySet()) {
            String file = rooms(time.getKey(), time.getValue());
            assertThat(baro.run("summarize", file)).as(baro.err()).isZero();
            assertThat(baro.out()).as(time.getKey()).doesNotContain("no time column");
            assertThat(baro.run("plot", file)).as(baro.err()).isZero();
            assertThat(baro.run("detect", file, "--by", "room")).as(baro.err()).isZero();
            assertThat(baro.out().lines()).as(time.getKey()).containsExactly(expected);
        }
    }

    @Test
    void aTimeIsNamedWhateverItsColumnIsCalled() throws IOException {
        String file = rooms("sent", time -> Long.toString(time.toEpochSecond(ZoneOffset.UTC)));
        assertThat(baro.run("detect", file, "--by", "room")).isEqualTo(2);
        assertThat(baro.err()).contains("there is no time among sent, room, humidity, n: --time COLUMN names one");
        assertThat(baro.run("detect", file, "--by", "room", "--time", "sent"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).contains("\na,humidity,2024-03-01 01:23:20,");
        assertThat(baro.run("detect", file, "--by", "room", "--time", "SENT", "--all"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).startsWith("sent,room,humidity,n,metric,").contains("\n2024-03-01 00:00:00,a,");
    }

    @Test
    void aSmallNumberOnlyOrdersTheRows() throws IOException {
        String file =
                rooms("message", time -> Integer.toString(time.toLocalTime().toSecondOfDay() / 10));
        assertThat(baro.run("detect", file, "--by", "room", "--time", "message"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).contains("\na,humidity,500,600,101,1.0,");
    }

    @Test
    void everyRowAndAnotherDetector() throws IOException {
        assertThat(baro.run("detect", rooms(), "--by", "room", "--detector", "stuck", "--set", "rows=50", "--all"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out().lines()).hasSize(2001);
        assertThat(baro.out()).contains(",a,655.35,1,humidity,0.6666666666666666,true,1,stuck at 655.35 for 100 rows;");
    }

    @Test
    void hoursAreThoseOfAZone() throws IOException {
        Path file = folder.resolve("hours.csv");
        StringBuilder csv = new StringBuilder("ts,x\n");
        for (int i = 0; i < 20 * 24 * 6; i++) {
            LocalDateTime time = LocalDateTime.of(2024, 3, 1, 0, 0).plusMinutes(10L * i);
            boolean isOdd = i == 15 * 24 * 6;
            csv.append(time)
                    .append(',')
                    .append(time.getHour() / 12 * 50 + i % 7 + (isOdd ? 40 : 0))
                    .append('\n');
        }
        Files.writeString(file, csv);
        assertThat(baro.run("detect", file.toString(), "--detector", "seasonal", "--zone", "asia/seoul"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).contains(" of Saturday from 9 to 10 h Asia/Seoul; ");
        assertThat(baro.run("detect", file.toString(), "--zone", "Asia/Seol")).isEqualTo(2);
        assertThat(baro.err()).contains("there is no time zone 'Asia/Seol'; did you mean Asia/Seoul");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        String file = rooms();
        assertThat(baro.run("detect", file, "--on", "humidty")).isEqualTo(2);
        assertThat(baro.err()).contains("there is no column 'humidty'; did you mean humidity?");
        assertThat(baro.run("detect", file, "--detector", "stuk")).isEqualTo(2);
        assertThat(baro.err()).contains("there is no detector stuk; did you mean stuck?");
        assertThat(baro.run("detect", file, "--set", "threshold")).isEqualTo(2);
        assertThat(baro.err()).contains("--set takes NAME=NUMBER");
        assertThat(baro.run("detect", file, "--set", "treshold=3")).isEqualTo(2);
        assertThat(baro.err()).contains("the detector ensemble has no parameter treshold; did you mean threshold?");
    }

    @Test
    void clocksAndBoundsAreCheckedBeforeAnythingIsJudged() throws IOException {
        String file = rooms();
        assertThat(baro.run("detect", file, "--by", "room", "--detector", "clock_leap"))
                .isEqualTo(2);
        assertThat(baro.err())
                .contains("clock_leap judges clocks, columns of type TIMESTAMP; humidity is DOUBLE")
                .doesNotContain("1970");
        assertThat(baro.run("detect", file, "--detector", "out_of_range", "--set", "least=50,most=10"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("least of out_of_range must not be above most");
    }

    @Test
    void allDevicesInOneSeriesAreNotTakenForOneInSilence() throws IOException {
        Path file = folder.resolve("devices.csv");
        Files.writeString(file, "ts,device_id,x\n2024-01-01 00:00:00,1,1.5\n2024-01-01 00:00:00,2,2.5\n");
        assertThat(baro.run("detect", file.toString())).as(baro.err()).isZero();
        assertThat(baro.err())
                .contains("note: all rows are one series; --by device_id judges each device_id for itself");
        assertThat(baro.run("detect", file.toString(), "--by", "device_id")).isZero();
        assertThat(baro.err()).isEmpty();
        assertThat(baro.run("detect", file.toString(), "--time", "device_id")).isZero();
        assertThat(baro.err()).doesNotContain("--by device_id");
    }

    @Test
    void anEmptyFileIsCalledEmpty() throws IOException {
        String file = Files.writeString(folder.resolve("empty.csv"), "").toString();
        for (String command : new String[] {"detect", "plot"}) {
            assertThat(baro.run(command, file)).as(command).isEqualTo(2);
            assertThat(baro.err()).as(command).contains("the table is empty, without even a header");
        }
    }
}
