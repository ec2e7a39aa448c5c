package io.barograph.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frame that articles make, written and aggregated by Debian's pandas, and by us: equal to pandas' own precision. */
class PandasTest {
    /** pandas adds rounded numbers; its means and deviations are off by some units in the last place. */
    private static final double PRECISION = 1e-13;

    private static final String PYTHON = "/usr/bin/python3";
    private static final String SCRIPT = """
            import numpy as np, pandas as pd
            np.random.seed(42)
            n = 100_000
            df = pd.DataFrame({
                "timestamp": pd.date_range("2023-01-01", periods=n, freq="s"),
                "device_id": np.random.randint(1, 101, n),
                "temperature": np.random.uniform(20, 30, n),
                "humidity": np.random.uniform(40, 60, n),
                "pressure": np.random.uniform(900, 1100, n),
            })
            df.to_csv("frame.csv", index=False)
            df = pd.read_csv("frame.csv", parse_dates=["timestamp"], float_precision="round_trip")
            hourly = df.groupby(["device_id", pd.Grouper(key="timestamp", freq="1h")]).agg(
                n=("temperature", "count"), mean=("temperature", "mean"), sd=("temperature", "std"),
                low=("humidity", "min"), high=("pressure", "max"))
            hourly.reset_index().to_csv("pandas.csv", index=False)
            """;

    @TempDir
    Path scratch;

    @Test
    void hourlyAggregatesAgreeWithPandas() throws IOException, InterruptedException {
        assumeTrue(run("import pandas") == 0, "Debian's python3-pandas is not installed");
        assertThat(run(SCRIPT)).as("pandas writes the frame").isZero();
        List<String[]> ours = Command.run(
                        "SELECT device_id, window_start, count(*) AS n, avg(temperature) AS mean, stddev(temperature) AS sd,"
                                + " min(humidity) AS low, max(pressure) AS high FROM TABLE(TUMBLE(TABLE '"
                                + scratch.resolve("frame.csv")
                                + "', DESCRIPTOR(timestamp), INTERVAL '1' HOUR)) GROUP BY device_id, window_start, window_end")
                .rows();
        List<String[]> theirs = Files.readAllLines(scratch.resolve("pandas.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        assertThat(ours).hasSameSizeAs(theirs).hasSizeGreaterThan(2000);
        for (int i = 0; i < ours.size(); i++) {
            String[] row = ours.get(i);
            String[] other = theirs.get(i);
            assertThat(row[0] + row[1] + row[2]).isEqualTo(other[0] + other[1] + other[2]);
            for (int cell = 3; cell <= 4; cell++) {
                double value = Double.parseDouble(row[cell]);
                assertThat(value).isCloseTo(Double.parseDouble(other[cell]), within(value));
            }
            assertThat(Double.parseDouble(row[5])).isEqualTo(Double.parseDouble(other[5]));
            assertThat(Double.parseDouble(row[6])).isEqualTo(Double.parseDouble(other[6]));
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double value) {
        return org.assertj.core.data.Offset.offset(PRECISION * Math.abs(value));
    }

    private int run(String script) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(PYTHON))) {
            return -1;
        }
        Process process = new ProcessBuilder(PYTHON, "-c", script)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("python ends").isTrue();
        return process.exitValue();
    }
}
