package io.barograph.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory as people type them: {@code 512m}, {@code 4g}, {@code 1.5g}, {@code 64MB}, {@code 2GiB}; all are powers of 1024. */
final class MemorySize {
    /** Java itself would not start in less. */
    static final long LEAST = 64L << 20;

    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)([kmgtKMGT])(?:[iI]?[bB])?");

    private MemorySize() {}

    /**
     * Bytes of a text.
     *
     * @throws IllegalArgumentException where it is no size, or below {@link #LEAST}
     */
    static long parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException(text);
        }
        int shift = 10 * (1 + "kmgt".indexOf(size.group(2).toLowerCase(Locale.ROOT)));
        double bytes = Double.parseDouble(size.group(1)) * (1L << shift);
        if (!(bytes >= LEAST && bytes < Long.MAX_VALUE)) {
            throw new IllegalArgumentException(text);
        }
        return (long) bytes;
    }
}
