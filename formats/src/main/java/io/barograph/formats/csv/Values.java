package io.barograph.formats.csv;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text to values, by the rules of {@code core.text}. Each method gives whether the text is one. */
final class Values {
    private Values() {}

    static boolean bigint(byte[] bytes, int from, int to, long[] values, int row) {
        try {
            values[row] = Long.parseLong(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    static boolean number(byte[] bytes, int from, int to, byte decimal, double[] values, int row) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (decimal != '.') {
            if (text.indexOf('.') >= 0) {
                return false;
            }
            text = text.replace((char) decimal, '.');
        }
        char end = text.charAt(text.length() - 1);
        if (end == 'd' || end == 'D' || end == 'f' || end == 'F' || text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
            return false;
        }
        try {
            values[row] = Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    static boolean bool(byte[] bytes, int from, int to, boolean[] values, int row) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        values[row] = text.equalsIgnoreCase("true");
        return values[row] || text.equalsIgnoreCase("false");
    }

    static boolean epoch(byte[] bytes, int from, int to, long unit, long[] values, int row) {
        if (!bigint(bytes, from, to, values, row)) {
            return false;
        }
        long value = values[row];
        values[row] = value * unit;
        return value == values[row] / unit;
    }

    private static final Pattern ISO = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}(?::\\d{2})?)(?:[.,](\\d+))?)? ?(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?");

    static boolean timestamp(byte[] bytes, int from, int to, Clock clock, long[] values, int row) {
        Matcher match = ISO.matcher(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        if (!match.matches()) {
            return false;
        }
        try {
            LocalDate day = LocalDate.parse(match.group(1), DateTimeFormatter.ISO_LOCAL_DATE);
            LocalTime time = match.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(match.group(2));
            LocalDateTime local = day.atTime(time);
            String zone = match.group(4);
            long seconds = zone == null
                    ? local.atZone(clock.zone()).toEpochSecond()
                    : OffsetDateTime.of(local, zone.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(zone))
                            .toEpochSecond();
            long nanos = 0;
            if (match.group(3) != null) {
                nanos = Long.parseLong((match.group(3) + "000000000").substring(0, 9));
            }
            values[row] = Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), nanos);
            return true;
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }
}
