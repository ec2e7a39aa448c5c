package io.barograph.core.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against java.time, in zones whose rules the JDKs of these tests agree on. */
class ZoneFunctionsTest {
    private static final List<String> ZONES = List.of(
            "Asia/Seoul",
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
            "America/Sao_Paulo");
    private static final long SECOND = 1_000_000_000L;

    private final long seed = Long.getLong("barograph.seed", 42);
    private final Random random = new Random(seed);

    @Test
    void localTimesAndInstantsAgreeWithJavaTime() {
        for (String zone : ZONES) {
            ZoneId id = ZoneId.of(zone);
            Object[] times = times();
            Column local = run("from_utc_timestamp", Type.TIMESTAMP, times, zone);
            Column instant = run("to_utc_timestamp", Type.TIMESTAMP, times, zone);
            for (int i = 0; i < times.length; i++) {
                Instant time = instant((Long) times[i]);
                assertThat(local.value(i))
                        .as("seed %d %s %s", seed, zone, time)
                        .isEqualTo(nanos(time.atZone(id).toLocalDateTime().toInstant(ZoneOffset.UTC)));
                LocalDateTime shown = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
                assertThat(instant.value(i))
                        .as("seed %d %s %s", seed, zone, shown)
                        .isEqualTo(nanos(shown.atZone(id).toInstant()));
            }
        }
    }

    @Test
    void unitsOfDaysAndLongerBeginAtLocalMidnights() {
        for (String zone : ZONES) {
            ZoneId id = ZoneId.of(zone);
            Object[] times = times();
            for (String unit : List.of("year", "quarter", "month", "week", "day")) {
                Column start = truncated(unit, times, zone);
                for (int i = 0; i < times.length; i++) {
                    LocalDate day = instant((Long) times[i]).atZone(id).toLocalDate();
                    LocalDate first = switch (unit) {
                        case "year" -> day.withDayOfYear(1);
                        case "quarter" -> LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / 3 * 3 + 1, 1);
                        case "month" -> day.withDayOfMonth(1);
                        case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                        default -> day;
                    };
                    assertThat(start.value(i))
                            .as("seed %d %s %s of %s", seed, zone, unit, times[i])
                            .isEqualTo(nanos(first.atStartOfDay(id).toInstant()));
                }
            }
        }
    }

    @Test
    void hoursAreThoseOfTheZonesClocks() {
        for (String zone : ZONES) {
            ZoneId id = ZoneId.of(zone);
            Object[] times = times();
            Column start = truncated("hour", times, zone);
            for (int i = 0; i < times.length; i++) {
                Instant time = instant((Long) times[i]);
                Instant hour = time.atZone(id).truncatedTo(ChronoUnit.HOURS).toInstant();
                if (id.getRules().getOffset(hour).equals(id.getRules().getOffset(time))) {
                    assertThat(start.value(i))
                            .as("seed %d %s %s", seed, zone, time)
                            .isEqualTo(nanos(hour));
                }
                assertThat((Long) start.value(i)).isLessThanOrEqualTo((Long) times[i]);
            }
        }
    }

    @Test
    void zonesAndLengthsAreLiterals() {
        Expr time = new Expr.Literal(Type.TIMESTAMP, 0L);
        assertThatThrownBy(() -> compile("from_utc_timestamp", time, new Expr.Literal(Type.VARCHAR, "Asia/Soul")))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("Asia/Seoul");
        assertThatThrownBy(() -> compile("time_bucket", new Expr.Literal(Type.INTERVAL, -1L), time))
                .hasMessageContaining("above zero");
        assertThatThrownBy(() -> compile(
                        "time_bucket",
                        new Expr.Literal(Type.INTERVAL, 60 * SECOND),
                        time,
                        new Expr.Literal(Type.VARCHAR, "Asia/Seoul")))
                .hasMessageContaining("leave the zone away");
    }

    private static void compile(String function, Expr... arguments) {
        Evaluators.compile(new Expr.Call(function, List.of(arguments), Type.TIMESTAMP), Columns.context());
    }

    private Column truncated(String unit, Object[] times, String zone) {
        Expr call = new Expr.Call(
                "date_trunc",
                List.of(
                        new Expr.Literal(Type.VARCHAR, unit),
                        new Expr.ColumnRef(0, Type.TIMESTAMP),
                        new Expr.Literal(Type.VARCHAR, zone)),
                Type.TIMESTAMP);
        return evaluate(call, times);
    }

    private static Column run(String function, Type type, Object[] times, String zone) {
        return evaluate(
                new Expr.Call(
                        function,
                        List.of(new Expr.ColumnRef(0, type), new Expr.Literal(Type.VARCHAR, zone)),
                        Type.TIMESTAMP),
                times);
    }

    private static Column evaluate(Expr call, Object[] times) {
        Column column = Columns.of(Type.TIMESTAMP, times);
        return Evaluators.compile(call, Columns.context()).evaluate(new Batch(new Column[] {column}, times.length));
    }

    /** Times of the last century and of ours, many of them near each other as in real files. */
    private Object[] times() {
        Object[] times = new Object[1000];
        long at = 0;
        for (int i = 0; i < times.length; i++) {
            at = i % 10 == 0
                    ? random.nextLong(-2_000_000_000L, 3_000_000_000L) * SECOND
                    : at + random.nextLong(7200 * SECOND);
            times[i] = at;
        }
        return times;
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * SECOND + instant.getNano();
    }
}
