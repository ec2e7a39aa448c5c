package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrelateCommandTest {
    private static final LocalDateTime START = LocalDateTime.of(2024, 3, 1, 0, 0);

    @TempDir
    Path folder;

    private final Session baro = new Session();

    /** Four devices, each a few seconds behind the minute where told to: 2 follows 1, 3 goes against it, 4 stands by itself. */
    private String devices(int spread) throws IOException {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double common = random.nextGaussian();
            double[] temperatures = {
                common, common + 0.1 * random.nextGaussian(), -common + random.nextGaussian(), random.nextGaussian()
            };
            for (int device = 1; device <= 4; device++) {
                String value = device == 2 && i % 3 == 0 ? "" : String.valueOf(temperatures[device - 1]);
                lines.add(START.plusMinutes(i).plusSeconds((long) spread * device) + "," + device + "," + value + ","
                        + (device == 4 ? 5.5 : i % 7 + 0.5));
            }
        }
        Collections.shuffle(lines, random);
        return write("devices.csv", "ts,device_id,temperature,level\n" + String.join("\n", lines) + "\n");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void theStrongestOfEitherSignComeFirst() throws IOException {
        assertThat(baro.run("correlate", devices(0), "--by", "device_id", "--on", "temperature", "--top", "2"))
                .as(baro.err())
                .isZero();
        List<String> lines = baro.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("metric,a,b,n,correlation");
        assertThat(lines.get(1)).startsWith("temperature,1,2,200,0.99");
        assertThat(lines.get(2)).matches("temperature,[12],3,\\d+,-0\\.[67].*");
    }

    @Test
    void coefficientsAreThoseOfSqlNearlyToTheLastBit() throws IOException {
        String file = devices(0);
        String pairs = folder.resolve("pairs.csv").toString();
        assertThat(baro.run("correlate", file, "--by", "device_id", "-o", pairs))
                .as(baro.err())
                .isZero();
        assertThat(baro.run(
                        "SELECT count(*) AS pairs, max(abs(p.correlation - s.r)) < 1e-14 AS same, bool_and(p.n = s.n) AS counts"
                                + " FROM '" + pairs
                                + "' AS p JOIN (SELECT x.device_id AS a, y.device_id AS b, count(*) AS n,"
                                + " corr(x.temperature, y.temperature) AS r FROM '" + file + "' AS x JOIN '" + file
                                + "' AS y ON x.ts = y.ts WHERE x.device_id < y.device_id AND x.temperature IS NOT NULL"
                                + " AND y.temperature IS NOT NULL GROUP BY x.device_id, y.device_id) AS s"
                                + " ON p.a = s.a AND p.b = s.b WHERE p.metric = 'temperature'"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out().lines()).containsExactly("pairs,same,counts", "6,true,true");
    }

    @Test
    void everyPairIsWrittenAndAnyNumberOfThreadsWritesTheSameBytes() throws IOException {
        String file = devices(0);
        String one = folder.resolve("one.csv").toString();
        String seven = folder.resolve("seven.csv").toString();
        assertThat(baro.run("correlate", file, "--by", "device_id", "--threads", "1", "-o", one))
                .as(baro.err())
                .isZero();
        assertThat(baro.run("correlate", file, "--by", "device_id", "--threads", "7", "-o", seven))
                .as(baro.err())
                .isZero();
        List<String> written = Files.readAllLines(Path.of(one));
        assertThat(Files.readAllLines(Path.of(seven))).isEqualTo(written);
        assertThat(written).hasSize(1 + 2 * 6).contains("level,1,2,300,1.0", "level,1,4,300,");
    }

    @Test
    void aGridBringsTogetherWhatIsNotReadAtOneTime() throws IOException {
        String file = devices(5);
        assertThat(baro.run("correlate", file, "--by", "device_id", "--on", "temperature"))
                .isZero();
        assertThat(baro.err()).contains("no two series have 10 common readings").contains("--step");
        assertThat(baro.out().lines()).hasSize(1);
        assertThat(baro.run(
                        "correlate", file, "--by", "device_id", "--on", "temperature", "--step", "1m", "--top", "1"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).contains("temperature,1,2,").contains(",0.9");
    }

    @Test
    void keysOfSeveralColumnsHaveTheirNames() throws IOException {
        StringBuilder csv = new StringBuilder("ts,site,unit,x\n");
        for (int i = 0; i < 20; i++) {
            csv.append(START.plusMinutes(i)).append(",north,1,").append(i % 5).append(".5\n");
            csv.append(START.plusMinutes(i))
                    .append(",south,1,")
                    .append(-(i % 5))
                    .append(".5\n");
        }
        assertThat(baro.run("correlate", write("x.csv", csv.toString()), "--by", "site,unit"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out().lines().findFirst()).hasValue("metric,a_site,a_unit,b_site,b_unit,n,correlation");
        assertThat(baro.out()).contains("x,north,1,south,1,20,-0.9");
    }

    @Test
    void unixSecondsAreATime() throws IOException {
        StringBuilder csv = new StringBuilder("unix_time,device_id,x\n");
        for (int i = 0; i < 20; i++) {
            csv.append(1_709_251_200L + 60 * i).append(",1,").append(i % 5).append('\n');
            csv.append(1_709_251_195L + 60 * i).append(",2,").append(i % 5).append('\n');
        }
        String file = write("x.csv", csv.toString());
        assertThat(baro.run("correlate", file, "--by", "device_id", "--step", "1m"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out().lines()).containsExactly("metric,a,b,n,correlation", "x,1,2,19,1.0");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        String file = devices(0);
        assertThat(baro.run("correlate", file)).isEqualTo(2);
        assertThat(baro.err()).contains("--by COLUMNS is missing");
        assertThat(baro.run("correlate", file, "--by", "device")).isEqualTo(2);
        assertThat(baro.err()).contains("there is no column 'device'").contains("device_id");
        assertThat(baro.run("correlate", file, "--by", "device_id", "--on", "ts"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("column 'ts' is TIMESTAMP");
        assertThat(baro.run("correlate", file, "--by", "device_id", "--step", "0s"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("--step expects a time");
        assertThat(baro.run("correlate", folder.resolve("none.csv").toString(), "--by", "a"))
                .isEqualTo(3);
        String single = write("one.csv", "ts,id,x\n2024-03-01,1,1.5\n2024-03-02,1,2.5\n");
        assertThat(baro.run("correlate", single, "--by", "id")).isEqualTo(2);
        assertThat(baro.err()).contains("no two series to correlate: id has one value only");
    }

    /** With a GPU, the same answer; without, status 3. */
    @Test
    void aGpuIsUsedOrItIsSaidWhyNot() throws IOException {
        String file = devices(0);
        assertThat(baro.run("correlate", file, "--by", "device_id", "--on", "temperature"))
                .isZero();
        String expected = baro.out();
        assertThat(baro.run("engines")).isZero();
        boolean works = baro.out().contains("gpu       works: ");
        assertThat(baro.run("correlate", file, "--by", "device_id", "--on", "temperature", "--gpu"))
                .as(baro.err())
                .isEqualTo(works ? 0 : 3);
        assertThat(baro.out()).isEqualTo(works ? expected : "");
        assertThat(baro.run("correlate", file, "--by", "device_id", "--on", "temperature", "--gpu", "auto"))
                .isZero();
        assertThat(baro.out()).isEqualTo(expected);
        assertThat(baro.err()).startsWith("note: on the CPU: the work of about ");
    }
}
