package io.barograph.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlongTest {
    @TempDir
    Path folder;

    private Frame readings;
    private Along along;

    @BeforeEach
    void readings() throws IOException {
        Path file = folder.resolve("readings.csv");
        Files.writeString(file, """
                timestamp,device id,temperature,state
                2023-01-01 00:00:00,1,20,on
                2023-01-01 00:10:00,1,21,on
                2023-01-01 00:40:00,1,24,off
                2023-01-01 02:00:00,1,28,off
                2023-01-01 00:30:00,2,5,on
                2023-01-01 02:30:00,2,9,on
                """);
        readings = Frame.read(file.toString());
        along = readings.along("timestamp").by("device id");
    }

    @Test
    void readingsGoOntoAGrid() {
        Frame hourly =
                along.resample(Duration.ofHours(1), "temperature => 'linear'", "max_gap => INTERVAL '90' MINUTE");
        assertThat(hourly.schema().names()).containsExactly("timestamp", "device id", "temperature", "state");
        assertThat(hourly.columns().doubles("temperature")).containsExactly(20, 25, 28, Double.NaN, Double.NaN);
        assertThat(hourly.columns().strings("state")).containsExactly("on", "off", "off", "on", "on");
        assertThat(readings.along("timestamp").resample(Period.ofDays(1)).count())
                .isEqualTo(1);
    }

    @Test
    void windowsReachToTheirEdges() {
        Frame means = along.tumbleEdges(Duration.ofHours(1))
                .by("\"device id\"", "window_start", "window_end")
                .aggregate("time_weighted_avg(temperature, timestamp) AS mean")
                .sort("\"device id\"", "window_start");
        assertThat(means.columns().doubles("mean"))
                .containsExactly((20.5 * 10 + 22.5 * 30 + 24.5 * 20) / 60, 26.5, Double.NaN, 5.5, 7, 8.5);
    }

    @Test
    void statesHaveDurations() {
        List<Row> runs = along.runs("state").rows();
        assertThat(runs).hasSize(3);
        assertThat(runs.get(0))
                .hasToString(
                        "{device id=1, state=on, run_start=2023-01-01T00:00:00Z, run_end=2023-01-01T00:40:00Z, duration=PT40M, row_count=2}");
    }

    @Test
    void onlyChangesAreTold() {
        assertThat(along.deadband("temperature", 3).columns().longs("temperature"))
                .containsExactly(20, 24, 28, 5, 9);
    }

    @Test
    void chartsNeedFewReadings() {
        assertThat(along.lttb("temperature", 3).count()).isEqualTo(5);
        assertThat(along.m4("temperature", 1).columns().doubles("temperature")).containsExactly(20, 28, 5, 9);
        assertThat(along.minmax("temperature", 2).schema().type(2)).isEqualTo(Type.DOUBLE);
    }

    @Test
    void rowsKnowTheOnesBeforeThem() {
        Frame steps = along.over(
                        "temperature - lag(temperature) OVER w AS step",
                        "max(temperature) OVER (w ROWS 1 PRECEDING) AS most")
                .where("\"device id\" = 1");
        assertThat(steps.columns().longs("most")).containsExactly(20, 21, 24, 28);
        assertThat(steps.columns().isNull("step", 0)).isTrue();
        assertThat(steps.columns().longs("step")).endsWith(1, 3, 4);
        assertThat(readings.along("timestamp").over("row_number() OVER w AS n").count())
                .isEqualTo(6);
    }

    @Test
    void detectorsJudgeRows() {
        assertThat(along.detect("temperature", "detector => 'z_score'")
                        .where("NOT anomaly")
                        .count())
                .isEqualTo(6);
    }

    @Test
    void failuresNameTheVerb() {
        assertThatThrownBy(() -> along.runs("stat"))
                .hasMessage("runs(\"stat\"): there is no column stat; did you mean state?");
        assertThatThrownBy(() -> along.resample(Duration.ofHours(1), "fil => 'prev'"))
                .hasMessageStartingWith("resample(\"fil => 'prev'\"): there is no argument fil");
        assertThatThrownBy(() -> along.over("lag(temprature) OVER w"))
                .hasMessageStartingWith("over(\"lag(temprature) OVER w\"): ");
        assertThatThrownBy(() -> readings.along("tim").lttb("temperature", 5)).hasMessageContaining("timestamp");
    }
}
