package io.barograph.cli;

/** Sizes of memory as people type them: {@code 512m}, {@code 4g}, {@code 1.5g}. */
final class MemorySize {
    /** Java itself would not start in less. */
    static final long LEAST = 64L << 20;

    private MemorySize() {}

    /**
     * Bytes of a text.
     *
     * @throws IllegalArgumentException where it is no size, or below {@link #LEAST}
     */
    static long parse(String text) {
        int shift = switch (text.isEmpty() ? ' ' : Character.toLowerCase(text.charAt(text.length() - 1))) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            case 't' -> 40;
            default -> throw new IllegalArgumentException(text);
        };
        double bytes = Double.parseDouble(text.substring(0, text.length() - 1)) * (1L << shift);
        if (!(bytes >= LEAST && bytes < Long.MAX_VALUE)) {
            throw new IllegalArgumentException(text);
        }
        return (long) bytes;
    }
}
