package io.barograph.core.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.zone.Zones;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTextTest {
    private static final long SEED = Long.getLong("barograph.seed", 1);
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2023-01-01|2023-01-01T00:00:00Z",
                "2023/01/31|2023-01-31T00:00:00Z",
                "2023-1-5|2023-01-05T00:00:00Z",
                "2023-01-01 00:00|2023-01-01T00:00:00Z",
                "2023-01-01 23:59:59|2023-01-01T23:59:59Z",
                "2023-01-01T23:59:59|2023-01-01T23:59:59Z",
                "2023/1/5 3:04|2023-01-05T03:04:00Z",
                "2023-01-01 00:00:00.5|2023-01-01T00:00:00.5Z",
                "2023-01-01 00:00:00,5|2023-01-01T00:00:00.5Z",
                "2023-01-01 00:00:00.123456|2023-01-01T00:00:00.123456Z",
                "2023-01-01 00:00:00.123456789|2023-01-01T00:00:00.123456789Z",
                "2023-01-01 00:00:00.12345678999999|2023-01-01T00:00:00.123456789Z",
                "1969-12-31 23:59:59.9999999999|1969-12-31T23:59:59.999999999Z",
                "2023-01-01T00:00:00Z|2023-01-01T00:00:00Z",
                "2023-01-01T00:00Z|2023-01-01T00:00:00Z",
                "2023-01-01T00:00:00.25z|2023-01-01T00:00:00.25Z",
                "2023-01-01 00:00:00+09:00|2022-12-31T15:00:00Z",
                "2023-01-01 00:00:00.5+0900|2022-12-31T15:00:00.5Z",
                "2023-01-01 00:00:00-03|2023-01-01T03:00:00Z",
                "2023-01-01 00:00:00 +09:00|2022-12-31T15:00:00Z",
                "2023-01-01 00:00:00 UTC|2023-01-01T00:00:00Z",
                "20230101T000000|2023-01-01T00:00:00Z",
                "20230101T1234|2023-01-01T12:34:00Z",
                "20230101T123456.789+0900|2023-01-01T03:34:56.789Z",
                "2024-02-29|2024-02-29T00:00:00Z",
                "2000-02-29|2000-02-29T00:00:00Z",
                "1677-09-21 00:12:43.145224193|1677-09-21T00:12:43.145224193Z",
                "2262-04-11 23:47:16.854775807|2262-04-11T23:47:16.854775807Z",
                "2262-04-12 00:00:00+09:00|2262-04-11T15:00:00Z"
            })
    void readsWhatPeopleWrite(String text, Instant instant) {
        TimestampParser parser = new TimestampParser();
        for (int i = 0; i < 2; i++) { // the second time from memory
            assertThat(parse(parser, text)).as("time %d", i).isEqualTo(nanos(instant));
            byte[] padded = ("2" + text + "00000000").getBytes(ISO_8859_1);
            assertThat(parser.parse(padded, 1, 1 + text.length())).isEqualTo(nanos(instant));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "2023",
                "2023-",
                "2023-01",
                "2023-01-",
                "2023-02-29",
                "2023-02-30",
                "1900-02-29",
                "2023-13-01",
                "2023-00-01",
                "2023-01-00",
                "2023-04-31",
                "2023-01-32",
                "2023-01-01 ",
                "2023-01-01 1",
                "2023-01-01 24:00",
                "2023-01-01 00:60",
                "2023-01-01 00:00:60",
                "2023-01-01 00:00:",
                "2023-01-01 00:00:0",
                "2023-01-01 00:00:00.",
                "2023-01-01 00:00:00.x",
                "2023-01-01 00:00:00 ",
                " 2023-01-01",
                "2023-01-01x00:00",
                "2023-01/01",
                "2023-01-01 00:00:00+",
                "2023-01-01 00:00:00+9",
                "2023-01-01 00:00:00+19:00",
                "2023-01-01 00:00:00+09:60",
                "2023-01-01 00:00:00+09:0",
                "2023-01-01 00:00:00Zx",
                "2023-01-01 00:00:00.5Z5",
                "20230101",
                "20230101T",
                "20230101T00",
                "20230229T0000",
                "20230101T2400",
                "123-01-01",
                "02023-01-01",
                "2023-001-01",
                "1677-09-21 00:12:43.145224192",
                "1677-09-20",
                "2262-04-11 23:47:16.854775808",
                "2262-04-12",
                "9999-12-31",
                "0000-01-01",
                "now",
                "2023-01-01 00:00:aa",
                "2023-01-01 00:aa",
                "2023-01-01 a0:00",
                "-023-01-01",
                "2023-01-01 00:00 00",
                "2023-01-01 00:00:00..5",
                "2023-01-01 00:00:00.5.5",
                "2023-01-01T00:00:00+9:00"
            })
    void whatIsNoTimestampIsSaidSo(String text) {
        TimestampParser parser = new TimestampParser();
        parse(parser, "2023-01-01 00:00:00");
        for (int i = 0; i < 2; i++) {
            assertThat(parse(parser, text)).as("time %d", i).isEqualTo(TimestampText.INVALID);
        }
    }

    @Test
    void everyDayAgreesWithTheCalendar() {
        for (int days = -110_000; days <= 110_000; days++) {
            LocalDate date = LocalDate.ofEpochDay(days);
            int packed = CivilDate.ofDays(days);
            assertThat(packed).isEqualTo(date.getYear() << 9 | date.getMonthValue() << 5 | date.getDayOfMonth());
            assertThat(CivilDate.toDays(date.getYear(), date.getMonthValue(), date.getDayOfMonth()))
                    .isEqualTo(days);
            assertThat(CivilDate.lengthOfMonth(CivilDate.year(packed), CivilDate.month(packed)))
                    .isEqualTo(date.lengthOfMonth());
        }
    }

    @Test
    void everyTimestampComesBackFromItsText() {
        SplittableRandom random = new SplittableRandom(SEED);
        TimestampParser parser = new TimestampParser();
        TimestampPrinter sql = TimestampPrinter.sql();
        TimestampPrinter iso = TimestampPrinter.iso();
        byte[] out = new byte[TimestampText.MAX_BYTES];
        long near = random.nextLong();
        for (int i = 0; i < 300_000; i++) {
            near = i % 16 == 0 ? random.nextLong() : near + random.nextLong(40 * SECOND);
            long nanos = near == TimestampText.INVALID ? 0 : near;
            nanos -= switch (i % 4) {
                case 0 -> 0;
                case 1 -> nanos % SECOND;
                case 2 -> nanos % 1_000_000;
                default -> nanos % 60 * SECOND;
            };
            int length = iso.print(nanos, out, 0);
            String text = new String(out, 0, length, ISO_8859_1);
            assertThat(nanos(Instant.parse(text))).as("seed %d", SEED).isEqualTo(nanos);
            assertThat(parser.parse(out, 0, length)).isEqualTo(nanos);
            length = sql.print(nanos, out, 0);
            assertThat(new String(out, 0, length, ISO_8859_1) + "Z").isEqualTo(text.replace('T', ' '));
            assertThat(parser.parse(out, 0, length)).isEqualTo(nanos);
        }
    }

    @Test
    void theEndsOfTheRangePrintInAnyOrder() {
        TimestampPrinter printer = TimestampPrinter.sql();
        byte[] out = new byte[TimestampText.MAX_BYTES];
        for (int i = 0; i < 3; i++) {
            int length = printer.print(Long.MAX_VALUE, out, 0);
            assertThat(new String(out, 0, length, ISO_8859_1)).isEqualTo("2262-04-11 23:47:16.854775807");
            length = printer.print(Long.MIN_VALUE, out, 0);
            assertThat(new String(out, 0, length, ISO_8859_1)).isEqualTo("1677-09-21 00:12:43.145224192");
            length = printer.print(Long.MAX_VALUE - 1, out, 0);
            assertThat(new String(out, 0, length, ISO_8859_1)).isEqualTo("2262-04-11 23:47:16.854775806");
            length = printer.print(Long.MIN_VALUE + 20 * SECOND, out, 0);
            assertThat(new String(out, 0, length, ISO_8859_1)).isEqualTo("1677-09-21 00:13:03.145224192");
        }
    }

    @Test
    void fractionsArePrintedAsShortAsTheyAre() {
        assertThat(TimestampText.toString(0)).isEqualTo("1970-01-01 00:00:00");
        assertThat(TimestampText.toString(500_000_000)).isEqualTo("1970-01-01 00:00:00.5");
        assertThat(TimestampText.toString(10_000_000)).isEqualTo("1970-01-01 00:00:00.01");
        assertThat(TimestampText.toString(1)).isEqualTo("1970-01-01 00:00:00.000000001");
        assertThat(TimestampText.toString(-1)).isEqualTo("1969-12-31 23:59:59.999999999");
    }

    @Test
    void aTextWithoutZoneIsLocalTime() {
        TimestampParser seoul = new TimestampParser(Zones.of("Asia/Seoul"));
        assertThat(parse(seoul, "2023-01-01 09:00:00")).isEqualTo(nanos(Instant.parse("2023-01-01T00:00:00Z")));
        assertThat(parse(seoul, "2023-01-01 09:00:01.5")).isEqualTo(nanos(Instant.parse("2023-01-01T00:00:01.5Z")));
        assertThat(parse(seoul, "2023-01-01 09:00:01Z")).isEqualTo(nanos(Instant.parse("2023-01-01T09:00:01Z")));
        assertThat(parse(new TimestampParser(Zones.of("-03:00")), "2023-01-01"))
                .isEqualTo(nanos(Instant.parse("2023-01-01T03:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Europe/Amsterdam", "Africa/Monrovia"
            })
    void localTimesMeanWhatTheTimeZoneDatabaseSays(String name) {
        ZoneId zone = ZoneId.of(name);
        TimestampParser parser = new TimestampParser(Zones.of(name));
        SplittableRandom random = new SplittableRandom(SEED);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
        LocalDateTime local = LocalDateTime.of(1935, 1, 1, 0, 0);
        for (int i = 0; i < 100_000; i++) {
            local = local.plusSeconds(random.nextInt(10) == 0 ? random.nextInt(500_000) : random.nextInt(40));
            if (local.getYear() > 2040) {
                local = LocalDateTime.of(1890, 1, 1, 0, 0);
            }
            assertThat(parse(parser, local.format(format)))
                    .as("%s, seed %d", local, SEED)
                    .isEqualTo(nanos(local.atZone(zone).toInstant()));
        }
        // A local second that clocks skip or repeat, and its neighbours.
        for (var transition : zone.getRules().getTransitions()) {
            for (int shift = -70; shift <= 70; shift += 7) {
                LocalDateTime near = transition.getDateTimeBefore().plusSeconds(shift);
                if (near.getYear() > 1700) {
                    assertThat(parse(parser, near.format(format)))
                            .as("%s", near)
                            .isEqualTo(nanos(near.atZone(zone).toInstant()));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SECONDS, 1672531200, 2023-01-01T00:00:00Z",
        "SECONDS, 1672531200.0, 2023-01-01T00:00:00Z",
        "SECONDS, 1672531200.123456789, 2023-01-01T00:00:00.123456789Z",
        "SECONDS, 1672531200.1234567899, 2023-01-01T00:00:00.123456789Z",
        "SECONDS, -0.0000000001, 1969-12-31T23:59:59.999999999Z",
        "SECONDS, -0.5, 1969-12-31T23:59:59.5Z",
        "SECONDS, +1., 1970-01-01T00:00:01Z",
        "MILLISECONDS, 1672531200123, 2023-01-01T00:00:00.123Z",
        "MILLISECONDS, 1672531200123.25, 2023-01-01T00:00:00.123250Z",
        "MICROSECONDS, 1672531200123456, 2023-01-01T00:00:00.123456Z",
        "NANOSECONDS, 1672531200123456789, 2023-01-01T00:00:00.123456789Z",
        "NANOSECONDS, -1.5, 1969-12-31T23:59:59.999999998Z",
        "SECONDS, 9223372036.854775807, 2262-04-11T23:47:16.854775807Z",
        "SECONDS, -9223372036.854775807, 1677-09-21T00:12:43.145224193Z"
    })
    void epochNumbersAreExact(EpochUnit unit, String text, Instant instant) {
        assertThat(unit.parse(text.getBytes(ISO_8859_1), 0, text.length())).isEqualTo(nanos(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "SECONDS, 9223372037",
        "SECONDS, 9223372036.854775808",
        "SECONDS, -9223372036.854775808",
        "SECONDS, -9223372037",
        "MILLISECONDS, 9223372036855",
        "NANOSECONDS, 9223372036854775808",
        "SECONDS, 1e9",
        "SECONDS, .",
        "SECONDS, x",
        "SECONDS, 1.x",
        "SECONDS, 1.2.3",
        "SECONDS, 99999999999999999999999",
        "NANOSECONDS, -9223372036854775807.5"
    })
    void epochNumbersBeyondTheRangeAreRefused(EpochUnit unit, String text) {
        assertThat(unit.parse(text.getBytes(ISO_8859_1), 0, text.length())).isEqualTo(TimestampText.INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00:00:00",
        "5400000000000, 01:30:00",
        "183600500000000, 2 days 03:00:00.5",
        "86400000000000, 1 day",
        "-1000000000, -00:00:01",
        "-86401000000000, -1 day -00:00:01",
        "1, 00:00:00.000000001",
        "9223372036854775807, 106751 days 23:47:16.854775807",
        "-9223372036854775808, -106751 days -23:47:16.854775808"
    })
    void intervalsPrintAsInPostgres(long nanos, String text) {
        assertThat(IntervalText.toString(nanos)).isEqualTo(text);
    }

    private static long parse(TimestampParser parser, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return parser.parse(bytes, 0, bytes.length);
    }

    private static long nanos(Instant instant) {
        long second = instant.getEpochSecond();
        return second < 0
                ? (second + 1) * SECOND + (instant.getNano() - SECOND)
                : Math.addExact(second * SECOND, instant.getNano());
    }
}
