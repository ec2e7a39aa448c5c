package io.barograph.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.text.TimestampText;
import io.barograph.core.zone.Zone;
import io.barograph.core.zone.Zones;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeTicksTest {
    private static List<String> labels(String first, String last, String zone, int cells) {
        return TimeTicks.of(TimestampText.parse(first), TimestampText.parse(last), Zones.of(zone), cells).stream()
                .map(TimeTicks.Tick::label)
                .toList();
    }

    @Test
    void stepsGoFromNanosecondsToCenturies() {
        assertThat(labels("2024-03-01 00:00:00.000000001", "2024-03-01 00:00:00.000000004", "UTC", 100))
                .containsExactly(
                        "00:00:00.000000001", "00:00:00.000000002", "00:00:00.000000003", "00:00:00.000000004");
        assertThat(labels("2024-03-01 00:00:00", "2024-03-01 00:00:01", "UTC", 40))
                .containsExactly("00:00:00.0", "00:00:00.5", "00:00:01.0");
        assertThat(labels("2024-03-01 23:58:30", "2024-03-02 00:01:00", "UTC", 40))
                .containsExactly("03-01 23:59", "03-02 00:00", "00:01");
        assertThat(labels("2024-03-01", "2024-03-22", "UTC", 60))
                .containsExactly("2024-03-04", "2024-03-11", "2024-03-18");
        assertThat(labels("2023-11-15", "2024-04-15", "UTC", 60))
                .containsExactly("2023-12", "2024-01", "2024-02", "2024-03", "2024-04");
        assertThat(labels("1678-01-01", "2262-01-01", "UTC", 40))
                .containsExactly("1700", "1800", "1900", "2000", "2100", "2200");
    }

    @Test
    void daysBeginAtTheMidnightsOfTheZone() {
        List<TimeTicks.Tick> ticks = TimeTicks.of(
                TimestampText.parse("2024-03-30 12:00:00"),
                TimestampText.parse("2024-04-01 12:00:00"),
                Zones.of("Europe/Berlin"),
                60);
        assertThat(ticks.stream().map(tick -> TimestampText.toString(tick.nanos()) + " " + tick.label()))
                // Clocks skipped an hour on the 31st: noon is eleven hours after midnight.
                .containsExactly(
                        "2024-03-30 23:00:00 03-31 00:00",
                        "2024-03-31 10:00:00 12:00",
                        "2024-03-31 22:00:00 04-01 00:00",
                        "2024-04-01 10:00:00 12:00");
        assertThat(labels("2024-03-01 00:00:00", "2024-03-01 03:00:00", "Asia/Kathmandu", 60))
                .containsExactly("03-01 06:00", "07:00", "08:00");
    }

    @Test
    void ticksAscendWithinTheRangeAndTheirLabelsFit() {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            long first = random.nextLong() >> random.nextInt(20);
            long last = first + (random.nextLong() >>> 1 + random.nextInt(62));
            first = Math.max(-Long.MAX_VALUE, first);
            if (last < first) {
                continue;
            }
            int cells = 20 + random.nextInt(150);
            List<TimeTicks.Tick> ticks = TimeTicks.of(first, last, Zone.UTC, cells);
            long before = Long.MIN_VALUE;
            int used = 0;
            for (TimeTicks.Tick tick : ticks) {
                assertThat(tick.nanos()).isGreaterThan(before).isBetween(first, last);
                before = tick.nanos();
                used += tick.label().length();
            }
            assertThat(used).as("%d to %d in %d", first, last, cells).isLessThanOrEqualTo(cells + 20);
        }
    }
}
