package io.barograph.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GridTest {
    private static final long SECOND = 1_000_000_000L;

    /** Zones whose rules have not changed between the databases of the JDKs that run this test. */
    private static final List<String> ZONES = List.of(
            "Asia/Seoul",
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "America/Toronto",
            "Asia/Kathmandu");

    @Test
    void everyTimeLiesInItsCellAndCellsBeginAtLocalMidnights() {
        long seed = Long.getLong("barograph.seed", 42);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            String zone = ZONES.get(random.nextInt(ZONES.size()));
            ZoneId id = ZoneId.of(zone);
            boolean months = random.nextBoolean();
            int count = 1 + random.nextInt(14);
            Grid.Calendar grid = Grid.Calendar.of(months ? Length.ofMonths(count) : Length.ofDays(count), zone);
            long time = random.nextLong() >> random.nextInt(10);
            if (Math.abs(time) > Long.MAX_VALUE / 100 * 99) {
                continue;
            }
            long index = grid.index(time);
            String what = "seed " + seed + " round " + round + " " + grid + " at " + time;
            assertThat(grid.boundary(index)).as(what).isLessThanOrEqualTo(time);
            assertThat(grid.boundary(index + 1)).as(what).isGreaterThan(time);
            LocalDate day = months
                    ? LocalDate.of(1970, 1, 1).plusMonths(index * count)
                    : LocalDate.of(1970, 1, count % 7 == 0 ? 5 : 1).plusDays(index * count);
            assertThat(grid.boundary(index))
                    .as(what)
                    .isEqualTo(day.atStartOfDay(id).toEpochSecond() * SECOND);
        }
    }

    @Test
    void daysHaveTheHoursThatTheirClocksShow() {
        Grid berlin = Grid.Calendar.of(Length.ofDays(1), "Europe/Berlin");
        assertThat(hours(berlin, "2024-03-31T12:00:00Z")).isEqualTo(23);
        assertThat(hours(berlin, "2024-10-27T12:00:00Z")).isEqualTo(25);
        assertThat(hours(berlin, "2024-06-01T12:00:00Z")).isEqualTo(24);
        Grid apia = Grid.Calendar.of(Length.ofDays(1), "Pacific/Apia");
        long last = apia.index(nanos("2011-12-30T09:00:00Z"));
        assertThat(apia.boundary(last + 1)).isEqualTo(apia.boundary(last + 2));
        assertThat(apia.index(nanos("2011-12-30T10:00:00Z"))).isEqualTo(last + 2);
    }

    @Test
    void weeksBeginOnMondayAndOriginsShiftThem() {
        Grid weeks = Grid.Calendar.of(Length.ofDays(7), "Asia/Seoul");
        assertThat(local(weeks, "2024-05-15T00:00:00Z", "Asia/Seoul")).isEqualTo("2024-05-13T00:00");
        Grid sundays = new Grid.Calendar(Length.ofDays(7), "Asia/Seoul", 3, 0);
        assertThat(local(sundays, "2024-05-15T00:00:00Z", "Asia/Seoul")).isEqualTo("2024-05-12T00:00");
        Grid shifts = new Grid.Calendar(Length.ofDays(1), "Asia/Seoul", 0, 6 * 3600);
        assertThat(local(shifts, "2024-05-14T20:59:59Z", "Asia/Seoul")).isEqualTo("2024-05-14T06:00");
        assertThat(local(shifts, "2024-05-14T21:00:00Z", "Asia/Seoul")).isEqualTo("2024-05-15T06:00");
    }

    @Test
    void monthsFromTheirLastDayEndWhereMonthsAreShorter() {
        Grid grid = new Grid.Calendar(
                Length.ofMonths(1), "UTC", (int) LocalDate.of(2024, 1, 31).toEpochDay(), 0);
        assertThat(local(grid, "2024-02-29T12:00:00Z", "UTC")).isEqualTo("2024-02-29T00:00");
        assertThat(local(grid, "2024-02-28T12:00:00Z", "UTC")).isEqualTo("2024-01-31T00:00");
        assertThat(local(grid, "2024-03-30T12:00:00Z", "UTC")).isEqualTo("2024-02-29T00:00");
    }

    @Test
    void cellsAtTheEndsOfTimeCannotBeNamed() {
        Grid grid = Grid.Calendar.of(Length.ofDays(1), "Asia/Seoul");
        assertThat(grid.boundary(grid.index(Long.MAX_VALUE) + 1)).isEqualTo(Grid.NO_TIME);
        assertThat(grid.boundary(grid.index(Long.MIN_VALUE + 1))).isEqualTo(Grid.NO_TIME);
        assertThat(grid.boundary(Long.MAX_VALUE / 2)).isEqualTo(Grid.NO_TIME);
    }

    private static long hours(Grid grid, String at) {
        long index = grid.index(nanos(at));
        return (grid.boundary(index + 1) - grid.boundary(index)) / SECOND / 3600;
    }

    private static String local(Grid grid, String at, String zone) {
        long start = grid.boundary(grid.index(nanos(at)));
        LocalDateTime time = ZonedDateTime.ofInstant(Instant.ofEpochSecond(start / SECOND), ZoneId.of(zone))
                .toLocalDateTime();
        return time.toString();
    }

    private static long nanos(String instant) {
        return Instant.parse(instant).getEpochSecond() * SECOND;
    }
}
