package io.barograph.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class SensorFrameTest {
    private static final long START = 1_672_531_200_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private static byte[] write(SensorFrame frame, boolean compress, int threads) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long bytes = new FrameWriter(frame, compress, out, (done, total) -> {}, new Cancellation()).write(threads);
        assertThat(bytes).isEqualTo(out.size());
        return out.toByteArray();
    }

    private static List<String> lines(byte[] csv) {
        return new String(csv, StandardCharsets.US_ASCII).lines().toList();
    }

    @Test
    void theBytesDoNotDependOnTheThreads() throws IOException {
        SensorFrame frame = new SensorFrame(200_000, 100, 7, START, SECOND);
        byte[] alone = write(frame, false, 1);
        assertThat(write(frame, false, 2)).isEqualTo(alone);
        assertThat(write(frame, false, 7)).isEqualTo(alone);
        byte[] packed = write(frame, true, 3);
        assertThat(packed).isEqualTo(write(frame, true, 1));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                .isEqualTo(alone);
    }

    @Test
    void theFirstRowsNeverChange() throws IOException {
        assertThat(lines(write(new SensorFrame(3, 100, 42, START, 10_000_000), false, 1)))
                .containsExactly(
                        "timestamp,device_id,temperature,humidity,pressure",
                        "2023-01-01 00:00:00.000,60,20.3915,43.2073,929.2507",
                        "2023-01-01 00:00:00.010,17,22.2658,40.9605,1086.7234",
                        "2023-01-01 00:00:00.020,99,23.2391,44.7024,1066.4263");
    }

    @Test
    void valuesFillTheirRangesEvenly() throws IOException {
        int rows = 100_000;
        List<String> lines = lines(write(new SensorFrame(rows, 100, 1, START, SECOND), false, 2));
        double[] sums = new double[4];
        int[] perDevice = new int[101];
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            double[] values = Arrays.stream(cells)
                    .skip(1)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertThat(values[1]).isBetween(20.0, 30.0);
            assertThat(values[2]).isBetween(40.0, 60.0);
            assertThat(values[3]).isBetween(900.0, 1100.0);
            perDevice[(int) values[0]]++;
            for (int i = 0; i < sums.length; i++) {
                sums[i] += values[i];
            }
        }
        // Five standard errors of a uniform mean: width / sqrt(12 n).
        double error = 5 / Math.sqrt(12.0 * rows);
        assertThat(sums[0] / rows).isBetween(50.5 - 100 * error, 50.5 + 100 * error);
        assertThat(sums[1] / rows).isBetween(25 - 10 * error, 25 + 10 * error);
        assertThat(sums[2] / rows).isBetween(50 - 20 * error, 50 + 20 * error);
        assertThat(sums[3] / rows).isBetween(1000 - 200 * error, 1000 + 200 * error);
        assertThat(Arrays.stream(perDevice).skip(1)).allMatch(count -> count > 800 && count < 1200);
        assertThat(perDevice[0]).isZero();
    }

    @Test
    void timesHaveAsManyDigitsAsStepAndStartNeed() throws IOException {
        assertThat(lines(write(new SensorFrame(1, 1, 0, START, SECOND), false, 1))
                        .get(1))
                .startsWith("2023-01-01 00:00:00,1,");
        assertThat(lines(write(new SensorFrame(1, 1, 0, START, 1_000), false, 1))
                        .get(1))
                .startsWith("2023-01-01 00:00:00.000000,1,");
        assertThat(lines(write(new SensorFrame(2, 1, 0, START + 999_999_999, 1), false, 1))
                        .get(2))
                .startsWith("2023-01-01 00:00:01.000000000,1,");
        assertThat(lines(write(new SensorFrame(1, 1, 0, -1, SECOND), false, 1)).get(1))
                .startsWith("1969-12-31 23:59:59.999999999,1,");
    }

    @Test
    void aFrameWithoutRowsIsAHeader() throws IOException {
        assertThat(lines(write(new SensorFrame(0, 1, 0, START, SECOND), false, 4)))
                .hasSize(1);
    }
}
