package io.barograph.sql;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the texts of interval literals, exactly: lengths of time in nanoseconds, and calendar units in months. */
final class IntervalText {
    /** A length of time, or a number of months; one of both is 0. */
    record Interval(long nanos, long months) {
        boolean isCalendar() {
            return months != 0;
        }
    }

    private static final Map<String, Long> NANOS = Map.ofEntries(
            Map.entry("WEEK", 604_800_000_000_000L),
            Map.entry("DAY", 86_400_000_000_000L),
            Map.entry("HOUR", 3_600_000_000_000L),
            Map.entry("MINUTE", 60_000_000_000L),
            Map.entry("SECOND", 1_000_000_000L),
            Map.entry("MILLISECOND", 1_000_000L),
            Map.entry("MICROSECOND", 1_000L),
            Map.entry("NANOSECOND", 1L));

    private static final Map<String, Long> MONTHS = Map.of("YEAR", 12L, "QUARTER", 3L, "MONTH", 1L);

    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("W", "WEEK"),
            Map.entry("D", "DAY"),
            Map.entry("H", "HOUR"),
            Map.entry("HR", "HOUR"),
            Map.entry("M", "MINUTE"),
            Map.entry("MIN", "MINUTE"),
            Map.entry("S", "SECOND"),
            Map.entry("SEC", "SECOND"),
            Map.entry("MS", "MILLISECOND"),
            Map.entry("US", "MICROSECOND"),
            Map.entry("NS", "NANOSECOND"),
            Map.entry("MON", "MONTH"),
            Map.entry("Y", "YEAR"));

    private IntervalText() {}

    /** Whether a text is a bare number, which needs a unit behind it. */
    static boolean isNumber(String text) {
        return Numeric.PATTERN.matcher(text.trim()).matches();
    }

    /** The first word of a text that names no unit, or empty. */
    static String unknownUnit(String text) {
        Matcher words = Units.WORD.matcher(text);
        while (words.find()) {
            String unit = singular(words.group());
            if (!NANOS.containsKey(unit) && !MONTHS.containsKey(unit)) {
                return words.group();
            }
        }
        return "";
    }

    /** The text of a literal with one unit: {@code INTERVAL '1.5' HOUR}. Empty where it is no number, or does not fit. */
    static Optional<Interval> read(String text, String unit) {
        String trimmed = text.trim();
        return isNumber(trimmed) ? of(new BigDecimal(trimmed), unit) : Optional.empty();
    }

    /** A number of units. Empty where it is no whole number of nanoseconds or months, or does not fit. */
    static Optional<Interval> of(BigDecimal amount, String unit) {
        String singular = singular(unit);
        try {
            Long nanos = NANOS.get(singular);
            if (nanos != null) {
                return Optional.of(
                        new Interval(amount.multiply(BigDecimal.valueOf(nanos)).longValueExact(), 0));
            }
            Long months = MONTHS.get(singular);
            return months == null
                    ? Optional.empty()
                    : Optional.of(new Interval(
                            0, amount.multiply(BigDecimal.valueOf(months)).longValueExact()));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A text that names its units: {@code INTERVAL '1 hour 30 minutes'}, {@code INTERVAL '90s'}. */
    static Optional<Interval> read(String text) {
        Matcher parts = Units.PATTERN.matcher(text.trim());
        long nanos = 0;
        long months = 0;
        int at = 0;
        try {
            while (parts.find() && parts.start() == at) {
                Optional<Interval> part = of(new BigDecimal(parts.group(1)), parts.group(2));
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                nanos = Math.addExact(nanos, part.get().nanos());
                months = Math.addExact(months, part.get().months());
                at = parts.end();
            }
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
        boolean complete = at > 0 && at == text.trim().length();
        return complete && (nanos == 0 || months == 0) ? Optional.of(new Interval(nanos, months)) : Optional.empty();
    }

    /** The text of a literal with a range of units: {@code INTERVAL '1 02:03:04.5' DAY TO SECOND}, {@code '1-6' YEAR TO MONTH}. */
    static Optional<Interval> read(String text, String from, String to) {
        String[] names = {"DAY", "HOUR", "MINUTE", "SECOND"};
        String trimmed = text.trim();
        boolean negative = trimmed.startsWith("-");
        String body = negative ? trimmed.substring(1) : trimmed;
        boolean calendar = singular(from).equals("YEAR") && singular(to).equals("MONTH");
        String[] fields = calendar ? body.split("-", -1) : body.split("[ :]+", -1);
        int first = calendar ? 0 : java.util.Arrays.asList(names).indexOf(singular(from));
        int last = calendar ? 1 : java.util.Arrays.asList(names).indexOf(singular(to));
        if (first < 0 || last <= first || fields.length != last - first + 1) {
            return Optional.empty();
        }
        long nanos = 0;
        long months = 0;
        for (int i = 0; i < fields.length; i++) {
            String unit = calendar ? (i == 0 ? "YEAR" : "MONTH") : names[first + i];
            Optional<Interval> part = fields[i].startsWith("-") ? Optional.empty() : read(fields[i], unit);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            try {
                nanos = Math.addExact(nanos, part.get().nanos());
                months = Math.addExact(months, part.get().months());
            } catch (ArithmeticException e) {
                return Optional.empty();
            }
        }
        return Optional.of(negative ? new Interval(-nanos, -months) : new Interval(nanos, months));
    }

    private static String singular(String unit) {
        String upper = unit.toUpperCase(Locale.ROOT);
        String full = SHORT.getOrDefault(upper, upper);
        return full.endsWith("S") ? full.substring(0, full.length() - 1) : full;
    }

    /** Patterns are compiled when they are first needed: most queries have no interval. */
    private static final class Numeric {
        static final Pattern PATTERN = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)");
    }

    private static final class Units {
        static final Pattern PATTERN =
                Pattern.compile("([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))\\s*([A-Za-z]+)(?:\\s+|,\\s*|$)?");
        static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    }
}
