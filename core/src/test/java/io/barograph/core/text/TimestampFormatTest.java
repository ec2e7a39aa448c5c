package io.barograph.core.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampFormatTest {
    private static final long SEED = Long.getLong("barograph.seed", 1);
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%d.%m.%Y %H:%M:%S|01.01.2009 00:10:00|2009-01-01 00:10:00",
                "%d/%m/%Y|16/12/2006|2006-12-16 00:00:00",
                "%d/%m/%Y %H.%M.%S|10/03/2004 18.00.00|2004-03-10 18:00:00",
                "%d/%m/%Y%H.%M.%S|10/03/200418.00.00|2004-03-10 18:00:00",
                "%m/%d/%Y %I:%M:%S %p|12/31/2023 11:59:59 PM|2023-12-31 23:59:59",
                "%m/%d/%Y %I:%M:%S %p|1/2/2023 1:02:03 am|2023-01-02 01:02:03",
                "%I%p|12AM|1900-01-01 00:00:00",
                "%I%p|12pm|1900-01-01 12:00:00",
                "%H:%M %p|00:30 AM|1900-01-01 00:30:00",
                "%H:%M %p|12:30 AM|1900-01-01 00:30:00",
                "%H:%M %p|12:30 PM|1900-01-01 12:30:00",
                "%H:%M %p|23:30 PM|1900-01-01 23:30:00",
                "%d-%m-%Y %H:%M|08-12-2018 09:30|2018-12-08 09:30:00",
                "%Y%m%d%H|2023010123|2023-01-01 23:00:00",
                "%Y%m%d%H|2023010124|2023-01-02 00:00:00",
                "%F %T|2023-12-31 24:00:00|2024-01-01 00:00:00",
                "%y-%m-%d|69-1-1|1969-01-01 00:00:00",
                "%y-%m-%d|68-1-1|2068-01-01 00:00:00",
                "%D|7/4/76|1976-07-04 00:00:00",
                "%Y-%j|2024-366|2024-12-31 00:00:00",
                "%j %Y|1 2024|2024-01-01 00:00:00",
                "%b %e %Y %k:%M|Feb  3 2024  7:05|2024-02-03 07:05:00",
                "%b %e %Y|feb 13 2024|2024-02-13 00:00:00",
                "%A, %d. %B %Y|wednesday, 5. MARCH 2003|2003-03-05 00:00:00",
                "%a %h %-d %Y|Wed Mar 5 2003|2003-03-05 00:00:00",
                "%B %Y|May 2003|2003-05-01 00:00:00",
                "%d%b%Y|05Sep2003|2003-09-05 00:00:00",
                "%FT%T.%f|2023-01-01T00:00:00.5|2023-01-01 00:00:00.5",
                "%FT%T.%f|2023-01-01T00:00:00.123456789|2023-01-01 00:00:00.123456789",
                "%T,%f|00:00:01,25|1900-01-01 00:00:01.25",
                "%F %R%z|2023-01-01 09:00+09:00|2023-01-01 00:00:00",
                "%F %R%z|2023-01-01 09:00+0900|2023-01-01 00:00:00",
                "%F %R %z|2023-01-01 09:00 -03|2023-01-01 12:00:00",
                "%F %R%z|2023-01-01 09:00Z|2023-01-01 09:00:00",
                "%F %R %z|2023-01-01 09:00 UTC|2023-01-01 09:00:00",
                "%z %F|+01:00 2023-01-01|2022-12-31 23:00:00",
                "%s|1672531200|2023-01-01 00:00:00",
                "%s|-1|1969-12-31 23:59:59",
                "%s.%f|1672531200.25|2023-01-01 00:00:00.25",
                "%s.%f|-0.5|1969-12-31 23:59:59.5",
                "%s.%f|-1.5|1969-12-31 23:59:58.5",
                "%Y%n%m%t%d|2023   01  02|2023-01-02 00:00:00",
                "%n %Y%t|2023|2023-01-01 00:00:00",
                "%d%%%m%%%Y|1%2%2023|2023-02-01 00:00:00",
                "%Y년 %m월 %d일|2023년 1월 2일|2023-01-02 00:00:00",
                "%Y|2023|2023-01-01 00:00:00",
                "%F %T.%f|1677-09-21 00:12:43.145224193|1677-09-21 00:12:43.145224193",
                "%F %T.%f|2262-04-11 23:47:16.854775807|2262-04-11 23:47:16.854775807"
            })
    void readsWhatSensorArchivesHold(String format, String text, String time) {
        TimestampFormatReader reader = new TimestampFormatReader("strptime", format);
        byte[] padded = ("9 " + text + "\t 9").getBytes(UTF_8);
        for (int i = 0; i < 2; i++) { // nothing is left over from the text before
            assertThat(TimestampText.toString(parse(reader, text))).isEqualTo(time);
            assertThat(TimestampText.toString(reader.parse(padded, 1, padded.length - 1)))
                    .as("with spaces around")
                    .isEqualTo(time);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "%d.%m.%Y|''",
                "%d.%m.%Y|01.01.",
                "%d.%m.%Y|01.01.2009x",
                "%d.%m.%Y|01.01.2009 00:00",
                "%d.%m.%Y|001.01.2009",
                "%d.%m.%Y|01.01.20091",
                "%d.%m.%Y|01-01-2009",
                "%d.%m.%Y|29.02.2023",
                "%d.%m.%Y|31.04.2023",
                "%d.%m.%Y|00.01.2023",
                "%d.%m.%Y|01.13.2023",
                "%d.%m.%Y|+1.01.2023",
                "%d.%m.%Y|01.01.1677",
                "%d.%m.%Y|01.01.2263",
                "%d.%m.%Y|٠١.01.2023",
                "%Y-%j|2023-366",
                "%Y-%j|2023-0",
                "%Y-%j|2023-367",
                "%F %T|2023-01-01 24:00:01",
                "%F %T|2023-01-01 24:01:00",
                "%F %T|2023-01-01 25:00:00",
                "%F %T|2023-01-01 00:60:00",
                "%F %T|2023-01-01 00:00:60",
                "%F %T|2023-01-0100:00:00",
                "%F %T.%f|2023-01-01 24:00:00.1",
                "%F %T.%f|2023-01-01 00:00:00.",
                "%F %T.%f|2023-01-01 00:00:00.0123456789",
                "%I %p|0 AM",
                "%I %p|13 PM",
                "%I %p|11 XM",
                "%I %p|11 P",
                "%H %p|13 AM",
                "%H %p|0 PM",
                "%H %p|24 PM",
                "%b %Y|Ja 2023",
                "%b %Y|Foo 2023",
                "%b %Y|Janu 2023",
                "%a|M",
                "%Y-%e|2023-  1",
                "%F%z|2023-01-01",
                "%F%z|2023-01-01+",
                "%F%z|2023-01-01+9",
                "%F%z|2023-01-01+09:",
                "%F%z|2023-01-01+09:0",
                "%F%z|2023-01-01+19:00",
                "%F%z|2023-01-01CET",
                "%s|x",
                "%s|-",
                "%s|9999999999",
                "%s|-9999999999",
                "%F %T.%f|1677-09-21 00:12:43.145224192",
                "%F %T.%f|2262-04-11 23:47:16.854775808"
            })
    void refusesTextsThatAreNotWhollyOfTheFormat(String format, String text) {
        assertThat(parse(new TimestampFormatReader("strptime", format), text)).isEqualTo(TimestampText.INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "%d.%m.%Y %H:%M:%S|31.01.2009 07:05:09",
                "%-d.%-m.%y %-H:%-M:%-S|31.1.09 7:5:9",
                "%e/%k/%l|31/ 7/ 7",
                "%F|2009-01-31",
                "%T|07:05:09",
                "%R|07:05",
                "%D|01/31/09",
                "%I%p %-I|07AM 7",
                "%a %A %b %h %B|Sat Saturday Jan Jan January",
                "%j %-j|031 31",
                "%u%w|66",
                "%G-W%V|2009-W05",
                "%f|250000",
                "%z|+00",
                "%s|1233385509",
                "%s.%f|1233385509.250000",
                "%%d 서울  x|%d 서울  x",
                " %S |' 09 '"
            })
    void writesEverySpecifier(String format, String text) {
        long time = TimestampText.parse("2009-01-31 07:05:09.25");
        assertThat(print(new TimestampFormatWriter("strftime", format), time)).isEqualTo(text);
    }

    @Test
    void writesWhatTheEdgesNeed() {
        assertThat(print("%I %p", "2023-01-01 00:30")).isEqualTo("12 AM");
        assertThat(print("%I %p", "2023-01-01 12:30")).isEqualTo("12 PM");
        assertThat(print("%G-%V %u %w", "2023-01-01")).isEqualTo("2022-52 7 0");
        assertThat(print("%G-%V", "2020-12-31")).isEqualTo("2020-53");
        assertThat(print("%f", "2023-01-01 00:00:00.000000001")).isEqualTo("000000001");
        assertThat(print("%s", "1969-12-31 23:59:59.5")).isEqualTo("-1");
        assertThat(print("%s.%f", "1969-12-31 23:59:59.5")).isEqualTo("-0.500000");
        assertThat(print("%n%t", "2023-01-01")).isEqualTo("\n\t");
        assertThat(print("", "2023-01-01")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%d.%m.%Y %H:%M:%S|dd.MM.yyyy HH:mm:ss|1000000000",
                "%F %T.%f|yyyy-MM-dd HH:mm:ss.SSSSSS|1000",
                "%FT%T.%f|yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS|1",
                "%m/%d/%Y %I:%M:%S %p|MM/dd/yyyy hh:mm:ss a|1000000000",
                "%-d %B %Y, %-H:%M|d MMMM yyyy, H:mm|60000000000",
                "%A %b %e %Y %k|EEEE MMM ppd yyyy ppH|3600000000000",
                "%a %Y-%j %R|EEE yyyy-DDD HH:mm|60000000000",
                "%Y%m%d%H|yyyyMMddHH|3600000000000",
                "%T.%f %z %d/%m/%Y|HH:mm:ss.SSSSSSSSS '+00' dd/MM/yyyy|1"
            })
    void agreesWithTheJdkAndReadsBackWhatItWrites(String format, String pattern, long unit) {
        DateTimeFormatter reference = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        TimestampFormatReader reader = new TimestampFormatReader("strptime", format);
        TimestampFormatWriter writer = new TimestampFormatWriter("strftime", format);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            long time = Math.floorDiv(random.nextLong() >> random.nextInt(40), unit) * unit;
            if (unit == 1 && time % 1000 == 0) {
                time++; // else it is written with six digits, unlike the reference
            }
            String text = print(writer, time);
            LocalDateTime local = LocalDateTime.ofEpochSecond(
                    Math.floorDiv(time, SECOND), (int) Math.floorMod(time, SECOND), ZoneOffset.UTC);
            assertThat(text).as("seed %d, time %d", SEED, time).isEqualToIgnoringCase(reference.format(local));
            assertThat(parse(reader, text)).as("seed %d, text %s", SEED, text).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @CsvSource({"%s.%f", "%A %d-%b-%y %I:%M:%S.%f %p", "%H %p %M %S %f %j %Y", "%k.%e.%-m.%Y %-M %-S %f"})
    void readsBackWhatItWrites(String format) {
        TimestampFormatReader reader = new TimestampFormatReader("strptime", format);
        TimestampFormatWriter writer = new TimestampFormatWriter("strftime", format);
        boolean century = format.contains("%y");
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 50_000; i++) {
            long time = century ? random.nextLong(0, 3_124_223_999_999_999_999L) : random.nextLong();
            String text = print(writer, time);
            assertThat(parse(reader, text)).as("seed %d, text %s", SEED, text).isEqualTo(time);
        }
    }

    @Test
    void garbageIsReadAsATimeOrRefusedButNeverFails() {
        String alphabet = "0123456789 :./-+ZzUTCPMamJanFebMonday\t%é";
        TimestampFormatReader[] readers = {
            new TimestampFormatReader("strptime", "%A %b %e %Y %I:%M:%S.%f%p%z"),
            new TimestampFormatReader("strptime", "%d/%m/%y %H"),
            new TimestampFormatReader("strptime", "%s.%f"),
            new TimestampFormatReader("strptime", "%z %p %H"),
        };
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(16); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            TimestampFormatReader reader = readers[random.nextInt(readers.length)];
            // The range ends where the array does: nothing behind it is looked at.
            assertThat(reader.parse(bytes, 0, bytes.length)).as(text.toString()).isEqualTo(parse(reader, text + " "));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%d.%Q.%Y|the format '%d.%Q.%Y' has %Q, which is no specifier; there are %Y %y %m %b %h %B %d %e %j %a %A %H",
                "%-b|has %-b, which is no specifier",
                "%-n|has %-n, which is no specifier",
                "%서|has %서, which is no specifier",
                "%d.%|ends behind %; write %% for a per cent sign",
                "%-|ends behind %",
                "dd.MM.yyyy|has no specifier; write it as in '%d.%m.%Y %H:%M:%S'",
                "%d %m %b %Y|tells the month twice, by %m and %b",
                "%F %y|tells the year twice, by %Y and %y",
                "%j %d|tells the date twice, by %j and %d",
                "%H %I %p|tells the hour twice, by %H and %I",
                "%F %I:%M|has %I, an hour from 1 to 12, without %p (AM or PM); hours from 0 to 23 are %H",
                "%F %p|has %p (AM or PM) without an hour",
                "%s %d|has %s, a whole time, beside which only %f may stand",
                "%G-W%V|has %G, which can be written but tells no date"
            })
    void formatsThatCannotBeReadSayWhy(String format, String message) {
        assertThatThrownBy(() -> new TimestampFormatReader("strptime", format))
                .isInstanceOf(BarographException.class)
                .hasMessageStartingWith("strptime: the format '")
                .hasMessageContaining(message);
    }

    @Test
    void whatCannotBeReadMayBeWritten() {
        assertThat(print("%d %d %m %b %I", "2023-02-01")).isEqualTo("01 01 02 Feb 12");
        assertThatThrownBy(() -> new TimestampFormatWriter("strftime", "%Q"))
                .hasMessageContaining("strftime: the format '%Q' has %Q, which is no specifier; there are")
                .hasMessageContaining("%u %w %V %G");
    }

    private static long parse(TimestampFormatReader reader, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return reader.parse(bytes, 0, bytes.length);
    }

    private static String print(String format, String time) {
        return print(new TimestampFormatWriter("strftime", format), TimestampText.parse(time));
    }

    private static String print(TimestampFormatWriter writer, long time) {
        byte[] out = new byte[writer.maxBytes() + 1];
        return new String(out, 1, writer.print(time, out, 1) - 1, UTF_8);
    }
}
