package io.barograph.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.zone.Zone;
import io.barograph.core.zone.Zones;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each detector finds what it is for, says why, and is silent where nothing happens. */
class DetectorsTest {
    static List<Detector> detectors() {
        return Detectors.all();
    }

    @Test
    void allAreFound() {
        assertThat(Detectors.all())
                .extracting(Detector::name)
                .containsExactly(
                        "clock_leap",
                        "cusum",
                        "ensemble",
                        "ewma",
                        "extreme_value",
                        "gone_quiet",
                        "out_of_range",
                        "rate_of_change",
                        "robust_z",
                        "seasonal",
                        "stuck",
                        "z_score");
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void normalNoiseRaisesFewAlarms(Detector detector) {
        if (!detector.name().equals("clock_leap")) {
            List<Judged> judged = Judged.by(detector.name(), Series.noise(1, 20_000));
            assertThat(lastEvent(judged)).as(detector.name()).isLessThanOrEqualTo(10);
            assertThat(lastEvent(judged) - lastEvent(judged.subList(0, 5000)))
                    .as(detector.name())
                    .isLessThanOrEqualTo(6);
        }
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void aConstantIsNoAnomaly(Detector detector) {
        Series series = new Series();
        for (int i = 0; i < 5000; i++) {
            series.add(Series.START + i * Series.SECOND, 1.8e18);
        }
        assertThat(Judged.by(detector.name(), series)).noneMatch(Judged::anomaly);
    }

    @Test
    void zScore() {
        Judged first = first("z_score", Series.noise(2, 3000).set(2000, 40.0), 2000);
        assertThat(first.reason()).contains("standard deviations above the mean of the last 60 rows, ");
    }

    @Test
    void robustZIsNotBlindedByEarlierOutliers() {
        Series series = Series.noise(3, 3000);
        for (int i = 1900; i < 2000; i += 3) {
            series.set(i, 400.0);
        }
        List<Judged> robust = Judged.by("robust_z", series.set(2000, 31.0));
        assertThat(robust.get(2000).anomaly()).isTrue();
        assertThat(robust.get(2000).reason()).contains("robust deviations above the median of the last 288 rows, ");
        assertThat(Judged.by("z_score", series).get(2000).anomaly()).isFalse();
    }

    @Test
    void robustZWhereMostRowsAreEqual() {
        Series series = new Series();
        for (int i = 0; i < 600; i++) {
            series.add(Series.START + i * Series.SECOND, i % 10 == 0 ? 6.0 : 5.0);
        }
        List<Judged> judged = Judged.by("robust_z", series.set(400, 9.0));
        assertThat(judged.get(400).anomaly()).isTrue();
        assertThat(judged.get(410).score()).isLessThan(1);
    }

    /** Steps of 0.1, then one value for longer than any window, then as before. */
    private static Series stuckFor(int rows, double next) {
        Series series = new Series();
        for (int i = 0; i < 1000; i++) {
            series.add(Series.START + i * Series.SECOND, 20 + i % 5 / 10.0);
        }
        for (int i = 1000; i < 1000 + rows; i++) {
            series.add(Series.START + i * Series.SECOND, 20.2);
        }
        return series.add(Series.START + (1000L + rows) * Series.SECOND, next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"z_score", "robust_z"})
    void theFirstStepBehindAStuckValueIsNoAnomaly(String detector) {
        assertThat(Judged.by(detector, stuckFor(3000, 20.3))).noneMatch(Judged::anomaly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"z_score", "robust_z"})
    void aJumpBehindAStuckValueIsOneByACountableNumberOfDeviations(String detector) {
        Judged jump = first(detector, stuckFor(3000, 25.0), 4000);
        assertThat(jump.score()).isBetween(0.9, 0.99);
        double deviations = Double.parseDouble(
                Objects.requireNonNull(jump.reason()).substring(0, jump.reason().indexOf(' ')));
        // The usual step is 0.16: four of 0.1, then one of 0.4.
        assertThat(deviations).as(jump.reason()).isCloseTo(4.8 / (0.16 / Math.sqrt(12)), withinPercentage(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"z_score", "robust_z"})
    void aSpikeDoesNotHideTheNext(String detector) {
        Series series = stuckFor(3000, 20.2).set(500, 655.35).set(700, 655.35).set(3000, 25.0);
        assertThat(Judged.by(detector, series).get(3000).anomaly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"z_score", "robust_z", "cusum"})
    void aValueThatNeverMovedIsAsFineAsItIsWritten(String detector) {
        for (double[] step :
                new double[][] {{21.5, 21.6, 0}, {21.5, 23, 1}, {0, 1, 0}, {0, 7, 1}, {1e150, -1e150, 1}}) {
            Series series = new Series();
            for (int i = 0; i < 400; i++) {
                series.add(Series.START + i * Series.SECOND, step[0]);
            }
            Judged moved = Judged.by(detector, series.add(Series.START + 400 * Series.SECOND, step[1]))
                    .get(400);
            assertThat(moved.anomaly()).as("%s to %s", step[0], step[1]).isEqualTo(step[2] == 1);
            assertThat(moved.reason())
                    .satisfiesAnyOf(
                            reason -> assertThat(reason).isNull(),
                            reason -> assertThat(reason).doesNotContain("infinite", "Infinity", "NaN"));
        }
    }

    @Test
    void extremeValue() {
        Judged first = first("extreme_value", Series.noise(4, 3000).set(2000, 35.5), 2000);
        assertThat(first.reason())
                .startsWith("35.5 is 15.")
                .contains(" above the mean ", "98 % of rows stay within 2.");
    }

    @Test
    void ewmaFindsAShiftThatNoRowShows() {
        Series series = Series.noise(5, 4000).shift(3000, 4000, 2.0);
        List<Judged> judged = Judged.by("ewma", series);
        int found = firstAnomaly(judged, 2900);
        assertThat(found).isBetween(3000, 3040);
        assertThat(Objects.requireNonNull(judged.get(found).reason()))
                .startsWith("the average of the last 16 rows is 20.");
    }

    @Test
    void cusumFindsASmallShiftThatLasts() {
        List<Judged> judged = Judged.by("cusum", Series.noise(6, 4000).shift(3000, 4000, 1.0));
        assertThat(firstAnomaly(judged)).isBetween(3000, 3100);
        assertThat(Objects.requireNonNull(judged.get(firstAnomaly(judged)).reason()))
                .contains(" above the mean ");
    }

    @Test
    void seasonalFindsNoonAtMidnight() {
        Series series = Series.days(7, 20);
        int night = 15 * 144 + 108;
        Judged first = first("seasonal", series.set(night, 25.0), night);
        assertThat(first.reason())
                .startsWith("25 is 9.")
                .contains(" above the usual 15.", " of Tuesday from 18 to 19 h UTC");
        assertThat(Judged.by("extreme_value", series)).noneMatch(Judged::anomaly);
    }

    /** A workshop works from 8 to 18 h of Berlin, whose clocks went on an hour on 2024-03-31 at 1 h UTC. */
    @Test
    void seasonalLearnsTheHoursOfAZone() {
        Zone berlin = Zones.of("Europe/Berlin");
        Series series = new Series();
        Random random = new Random(11);
        long first = 1_709_251_200L;
        for (int i = 0; i < 60 * 144; i++) {
            long second = first + 600L * i;
            long hour = Math.floorMod(second + berlin.offsetAt(second), 86_400L) / 3600;
            series.add(second * Series.SECOND, (hour >= 8 && hour < 18 ? 100 : 0) + random.nextDouble());
        }
        assertThat(Judged.by("seasonal", series))
                .filteredOn(Judged::anomaly)
                .extracting(row -> row.time() / Series.SECOND)
                .contains(1_711_864_800L);
        assertThat(Judged.by(Judged.operator("seasonal", Map.of(), berlin), series))
                .noneMatch(Judged::anomaly);
        int night = 50 * 144;
        assertThat(Judged.by(Judged.operator("seasonal", Map.of(), berlin), series.set(night, 90.0))
                        .get(night)
                        .reason())
                .startsWith("90 is ")
                .contains(" from 2 to 3 h Europe/Berlin");
    }

    @Test
    void stuck() {
        Series series = Series.noise(8, 3000);
        for (int i = 2000; i < 2400; i++) {
            series.set(i, 655.35);
        }
        List<Judged> judged = Judged.by("stuck", series);
        assertThat(firstAnomaly(judged)).isEqualTo(2059);
        assertThat(judged.get(2399).reason())
                .isEqualTo("stuck at 655.35 for 400 rows; it never repeated a value for more than 1");
        assertThat(judged.get(2400).anomaly()).isFalse();
        assertThat(lastEvent(judged)).isEqualTo(1);
    }

    @Test
    void rateOfChange() {
        Series series = Series.days(9, 20).shift(2000, 20 * 144, 4);
        Judged first = first("rate_of_change", series, 2000);
        assertThat(first.reason()).startsWith("rises 4.").endsWith(" in 10 min; the 99.9th percentile is 1");
    }

    @Test
    void aStepIsNotComparedWithItself() {
        Judged step = first("rate_of_change", Series.noise(9, 1000).set(900, 400.0), 900);
        double percentile =
                Double.parseDouble(step.reason().substring(step.reason().lastIndexOf(' ') + 1));
        assertThat(percentile).as(step.reason()).isBetween(0.5, 10.0);
    }

    @Test
    void boundsThatExcludeEachOtherAreRefused() {
        Detector detector = Detectors.named("out_of_range");
        assertThatThrownBy(() -> Settings.of(detector, Map.of("least", 50.0, "most", 10.0)))
                .isInstanceOf(BarographException.class)
                .hasMessage("no value is at least 50 and at most 10: least of out_of_range must not be above most");
    }

    @Test
    void outOfRange() {
        DetectOperator humidity = Judged.operator("out_of_range", Map.of("most", 100.0));
        Series series = Series.noise(10, 10).set(5, 655.35);
        List<Judged> judged = Judged.by(humidity, series);
        assertThat(judged.get(5).reason()).isEqualTo("655.35 is above 100, the most that it can be");
        assertThat(firstAnomaly(judged)).isEqualTo(5);
        Detector detector = Detectors.named("out_of_range");
        Track byName = detector.track(Settings.standard(detector), "rel_humidity", Judged.CLOCK);
        assertThat(byName.observe(0, 100)).isZero();
        assertThat(byName.observe(0, -0.5)).isEqualTo(1);
        assertThat(byName.reason()).isEqualTo("-0.5 is below 0, the least that it can be");
    }

    @Test
    void aColumnInAnotherUnitHasNoBoundsAfterAWhile() {
        Detector detector = Detectors.named("out_of_range");
        Track hundredths = detector.track(Settings.standard(detector), "Hum %", Judged.CLOCK);
        for (int row = 0; row < 50; row++) {
            assertThat(hundredths.observe(row, 3225)).isEqualTo(1);
        }
        for (int row = 50; row < 200; row++) {
            assertThat(hundredths.observe(row, 3225)).isZero();
        }
        Track usual = detector.track(Settings.standard(detector), "Hum %", Judged.CLOCK);
        for (int row = 0; row < 100; row++) {
            assertThat(usual.observe(row, 32.25)).isZero();
        }
        for (int row = 100; row < 200; row++) {
            assertThat(usual.observe(row, 655.35)).isEqualTo(1);
        }
        Track given = detector.track(Settings.of(detector, Map.of("most", 100.0)), "Hum %", Judged.CLOCK);
        for (int row = 0; row < 200; row++) {
            assertThat(given.observe(row, 3225)).isEqualTo(1);
        }
    }

    @Test
    void aStepFromOneUsualValueToAnotherIsNone() {
        Detector detector = Detectors.named("rate_of_change");
        Track track = detector.track(Settings.standard(detector), "x", Judged.CLOCK);
        double highest = 0;
        for (int row = 0; row < 4000; row++) {
            // A slow wave of 10 up and down; one step of 1 on its way.
            double phase = row * Math.PI / 1000;
            highest =
                    Math.max(highest, track.observe(row * Series.SECOND, 10 * Math.sin(phase) + (row < 3000 ? 0 : 1)));
        }
        assertThat(highest).isLessThan(Track.ALARM);
        assertThat(track.observe(4000 * Series.SECOND, 12)).isGreaterThanOrEqualTo(Track.ALARM);
    }

    @Test
    void goneQuietIsFoundAtTheNextRowAtTheLatest() {
        Series series = Series.noise(11, 1000);
        Series gap = new Series();
        for (int i = 0; i < 1000; i++) {
            gap.add(series.time(i) + (i < 500 ? 0 : 10_000 * Series.SECOND), series.value(i));
        }
        List<Judged> judged = Judged.by("gone_quiet", gap);
        assertThat(judged).hasSize(1001);
        Judged silence = judged.get(500);
        assertThat(silence.value()).isNull();
        assertThat(silence.time()).isEqualTo(series.time(499) + 200 * Series.SECOND);
        assertThat(silence.reason())
                .isEqualTo("silent since 2024-01-01 01:23:10, 20 rows missing; the usual interval is 10 s");
        assertThat(judged.get(501).reason())
                .isEqualTo("silent since 2024-01-01 01:23:10, 1,000 rows missing; the usual interval is 10 s");
        assertThat(judged.get(501).event()).isEqualTo(silence.event());
        assertThat(judged.stream().filter(Judged::anomaly)).hasSize(2);
    }

    @Test
    void clockLeap() {
        Detector detector = Detectors.named("clock_leap");
        Track clock = detector.track(Settings.standard(detector), "sent", Judged.CLOCK);
        assertThat(clock.observe(0, Series.START)).isZero();
        assertThat(clock.observe(0, Series.START + 30 * Series.SECOND)).isZero();
        assertThat(clock.observe(0, Series.START - 7200 * Series.SECOND)).isGreaterThan(Track.ALARM);
        assertThat(clock.reason())
                .startsWith("the clock runs back 2.008 h, from 2024-01-01 00:00:30 to 2023-12-31 22:00:00");
        assertThat(clock.observe(0, Series.START + 10 * 86_400 * Series.SECOND)).isGreaterThan(Track.ALARM);
        assertThat(clock.reason()).startsWith("the clock leaps ahead 10.08 days");
        assertThat(clock.observe(0, 2 * Series.SECOND)).isEqualTo(1);
        assertThat(clock.reason()).isEqualTo("the clock stands at 1970-01-01 00:00:02, before it can have been set");
    }

    @Test
    void theEnsembleSpeaksWithTheVoiceOfItsMostCertainMember() {
        Series series = Series.days(12, 30);
        int spike = 20 * 144;
        series.set(spike, 80.0);
        for (int i = 25 * 144; i < 26 * 144; i++) {
            series.set(i, 21.5);
        }
        List<Judged> judged = Judged.by("ensemble", series);
        assertThat(firstAnomaly(judged)).isEqualTo(spike);
        assertThat(judged.get(26 * 144 - 1).reason()).startsWith("stuck at 21.5 for 144 rows");
    }

    @Test
    void oneEventIsOneAlarm() {
        Series series = Series.noise(13, 4000);
        for (int i = 2000; i < 2100; i += 10) {
            series.set(i, 60.0);
        }
        series.set(3000, 60.0);
        List<Judged> judged = Judged.by("ensemble", series);
        assertThat(judged.get(2000).event()).isEqualTo(judged.get(2090).event());
        assertThat(judged.get(3000).event()).isEqualTo(judged.get(2090).event() + 1);
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThatThrownBy(() -> Detectors.named("z_scor"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("there is no detector z_scor; did you mean z_score?");
        Detector detector = Detectors.named("z_score");
        assertThatThrownBy(() -> Settings.of(detector, Map.of("row", 3.0)))
                .hasMessageContaining("the detector z_score has no parameter row; did you mean rows?");
        assertThatThrownBy(() -> Settings.of(detector, Map.of("rows", 1.0)))
                .hasMessageContaining("rows of z_score is from 3 to 10000 rows, not 1");
        Schema swapped = Schema.of(Judged.INPUT.field(0), Judged.INPUT.field(2), Judged.INPUT.field(1));
        assertThatThrownBy(() -> Judged.operator("stuck", Map.of()).schema(swapped))
                .hasMessageContaining("value is of type DOUBLE; rows are ordered by a TIMESTAMP");
    }

    /** The anomaly at a row, which no other row comes before. */
    private static Judged first(String detector, Series series, int row) {
        List<Judged> judged = Judged.by(detector, series);
        assertThat(firstAnomaly(judged)).as(detector).isEqualTo(row);
        return judged.get(row);
    }

    private static int firstAnomaly(List<Judged> judged) {
        return firstAnomaly(judged, 0);
    }

    private static int firstAnomaly(List<Judged> judged, int from) {
        for (int i = from; i < judged.size(); i++) {
            if (judged.get(i).anomaly()) {
                return i;
            }
        }
        return -1;
    }

    private static long lastEvent(List<Judged> judged) {
        return judged.stream()
                .map(Judged::event)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }
}
