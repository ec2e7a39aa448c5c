package io.barograph.core.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.core.error.BarographException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZonesTest {
    private static final long RANGE = Zones.LAST - 2 * 86_400;

    @Test
    void clocksChangeWhereTheyDid() {
        Zone berlin = Zones.of("Europe/Berlin");
        assertThat(berlin.offsetAt(second("2024-03-31T00:59:59Z"))).isEqualTo(3600);
        assertThat(berlin.offsetAt(second("2024-03-31T01:00:00Z"))).isEqualTo(7200);
        assertThat(berlin.offsetAt(second("2024-10-27T00:59:59Z"))).isEqualTo(7200);
        assertThat(berlin.offsetAt(second("2024-10-27T01:00:00Z"))).isEqualTo(3600);
        assertThat(Zones.of("Asia/Seoul").offsetAt(second("2024-07-01T00:00:00Z")))
                .isEqualTo(9 * 3600);
        assertThat(Zones.of("Asia/Kolkata").offsetAt(0)).isEqualTo(19_800);
        assertThat(Zones.of("Australia/Lord_Howe").offsetAt(second("2024-01-01T00:00:00Z")))
                .isEqualTo(11 * 3600);
        assertThat(Zones.of("Australia/Lord_Howe").offsetAt(second("2024-07-01T00:00:00Z")))
                .isEqualTo(37_800);
    }

    @Test
    void skippedTimesShiftAndRepeatedOnesAreTheFirst() {
        Zone berlin = Zones.of("Europe/Berlin");
        assertThat(berlin.instantOf(local("2024-03-31T02:30"))).isEqualTo(second("2024-03-31T01:30:00Z"));
        assertThat(berlin.instantOf(local("2024-10-27T02:30"))).isEqualTo(second("2024-10-27T00:30:00Z"));
        assertThat(berlin.instantOf(local("2024-10-27T03:00"))).isEqualTo(second("2024-10-27T02:00:00Z"));
    }

    @Test
    void daysBeginAtTheirFirstInstant() {
        Zone saoPaulo = Zones.of("America/Sao_Paulo");
        assertThat(saoPaulo.startOfDay(day("2018-11-04"))).isEqualTo(second("2018-11-04T03:00:00Z"));
        Zone apia = Zones.of("Pacific/Apia");
        assertThat(apia.startOfDay(day("2011-12-30"))).isEqualTo(second("2011-12-30T10:00:00Z"));
        assertThat(apia.startOfDay(day("2011-12-31"))).isEqualTo(second("2011-12-30T10:00:00Z"));
        Zone toronto = Zones.of("America/Toronto");
        assertThat(toronto.startOfDay(day("1919-03-31"))).isEqualTo(second("1919-03-31T04:30:00Z"));
    }

    @Test
    void offsetsAreZones() {
        assertThat(Zones.of("+09:00").offsetAt(0)).isEqualTo(32_400);
        assertThat(Zones.of("-3").name()).isEqualTo("-03:00");
        assertThat(Zones.of("-03:30").offsetAt(0)).isEqualTo(-12_600);
        assertThat(Zones.of("+00:00")).isSameAs(Zone.UTC);
        assertThat(Zones.of("utc")).isSameAs(Zone.UTC);
    }

    @Test
    void namesAreFoundInAnyCaseAndNearOnesProposed() {
        assertThat(Zones.of("asia/seoul").name()).isEqualTo("Asia/Seoul");
        assertThat(Zones.of("Asia/Calcutta").offsetAt(0)).isEqualTo(19_800);
        long summer = Instant.parse("2024-07-01T00:00:00Z").getEpochSecond();
        assertThat(Zones.of("EST").offsetAt(summer)).isEqualTo(-5 * 3600);
        assertThat(Zones.of("mst").offsetAt(summer)).isEqualTo(-7 * 3600);
        assertThat(Zones.of("HST").offsetAt(summer)).isEqualTo(-10 * 3600);
        for (String none : new String[] {"Asia/Soul", "", "+25", "+19:00", "+9:77", "Europe", "../x"}) {
            assertThatThrownBy(() -> Zones.of(none))
                    .isInstanceOf(BarographException.class)
                    .hasMessageContaining("'" + none + "'");
        }
        assertThatThrownBy(() -> Zones.of("Asia/Soul")).hasMessageContaining("Asia/Seoul");
    }

    @Test
    void aCursorAgreesWithItsZoneInAnyOrder() {
        Random random = new Random(7);
        Zone zone = Zones.of("America/New_York");
        ZoneCursor cursor = new ZoneCursor(zone);
        for (int i = 0; i < 10_000; i++) {
            long instant = (long) (random.nextGaussian() * 3e9);
            assertThat(cursor.offsetAt(instant)).isEqualTo(zone.offsetAt(instant));
        }
    }

    /** Every zone at its changes and at random instants, wherever the JDK's rules are of the same version. */
    @Test
    void everyZoneAgreesWithTheJdkOfTheSameVersion() {
        assumeTrue(
                ZoneCompiler.version().equals(Zones.version()),
                "this JDK has the rules " + ZoneCompiler.version() + ", the database " + Zones.version());
        long seed = Long.getLong("barograph.seed", 42);
        Random random = new Random(seed);
        for (String name : ZoneCompiler.names()) {
            ZoneRules rules = ZoneRulesProvider.getRules(ZoneCompiler.target(name), false);
            Zone zone = Zones.of(name);
            for (int i = 0; i < 400; i++) {
                long instant = random.nextLong() % (i % 2 == 0 ? RANGE : 3_000_000_000L);
                check(name, rules, zone, instant, seed);
                var next = rules.nextTransition(Instant.ofEpochSecond(instant));
                if (next != null && next.toEpochSecond() < RANGE) {
                    for (long near = -1; near <= 1; near++) {
                        check(name, rules, zone, next.toEpochSecond() + near, seed);
                        check(name, rules, zone, next.toEpochSecond() + near * 1800, seed);
                    }
                }
            }
        }
    }

    private static void check(String name, ZoneRules rules, Zone zone, long instant, long seed) {
        int offset = rules.getOffset(Instant.ofEpochSecond(instant)).getTotalSeconds();
        if (zone.offsetAt(instant) != offset) {
            throw new AssertionError("seed " + seed + ": " + name + " at " + instant);
        }
        long local = instant + offset;
        LocalDateTime time = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
        ZoneId id = ZoneId.of(ZoneCompiler.target(name));
        if (zone.instantOf(local) != time.atZone(id).toEpochSecond()) {
            throw new AssertionError("seed " + seed + ": " + name + " local " + time);
        }
        LocalDate date = time.toLocalDate();
        if (zone.startOfDay((int) date.toEpochDay()) != date.atStartOfDay(id).toEpochSecond()) {
            throw new AssertionError("seed " + seed + ": " + name + " day " + date);
        }
        if (zone.dayAt(instant) != date.toEpochDay()) {
            throw new AssertionError("seed " + seed + ": " + name + " day at " + instant);
        }
    }

    private static long second(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }

    private static long local(String time) {
        return LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC);
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }
}
