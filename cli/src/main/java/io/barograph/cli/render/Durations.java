package io.barograph.cli.render;

import java.math.BigDecimal;
import java.util.Map;

/** Lengths of time as people type and read them: {@code 10ms}, {@code 1s}, {@code 1.5h}. */
public final class Durations {
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "min", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    private Durations() {}

    /**
     * Nanoseconds of a text such as {@code 250ms}.
     *
     * @throws IllegalArgumentException where it is none, or no whole number of nanoseconds, or more than 292 years
     */
    public static long parse(String text) {
        int unit = text.length();
        while (unit > 0 && Character.isLetter(text.charAt(unit - 1))) {
            unit--;
        }
        Long nanos = UNITS.get(text.substring(unit));
        if (nanos == null) {
            throw new IllegalArgumentException(text);
        }
        try {
            return new BigDecimal(text.substring(0, unit).strip())
                    .multiply(BigDecimal.valueOf(nanos))
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The length in words, with its two largest units: {@code 198 d 4 h}, {@code 1.5 s}, {@code 250 ms}. */
    public static String text(long nanos) {
        if (nanos < 0) {
            return "-" + text(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos);
        }
        if (nanos < 1_000L) {
            return nanos + " ns";
        }
        if (nanos < 1_000_000L) {
            return decimal(nanos, 3) + " us";
        }
        if (nanos < 1_000_000_000L) {
            return decimal(nanos, 6) + " ms";
        }
        if (nanos < 60_000_000_000L) {
            return decimal(nanos, 9) + " s";
        }
        long seconds = nanos / 1_000_000_000L;
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3600, "h", seconds / 60 % 60, "min");
        }
        return two(seconds / 86_400, "d", seconds / 3600 % 24, "h");
    }

    private static String decimal(long nanos, int shift) {
        return BigDecimal.valueOf(nanos, shift)
                .setScale(3, java.math.RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
