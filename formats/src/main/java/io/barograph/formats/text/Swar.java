package io.barograph.formats.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time in a {@code long} (SIMD within a register). Words are little-endian: the byte at the lowest
 * address is the lowest byte. Marks are the high bit of each byte that matches. The lowest mark is right; a wrong one may
 * stand above it.
 */
public final class Swar {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long ZEROS = 0x3030_3030_3030_3030L;

    private static final int POWERS = 16;
    /** {@code POW10[k]} is 10<sup>k</sup>. */
    private static final long[] POW10 = new long[POWERS];

    static {
        long power = 1;
        for (int i = 0; i < POWERS; i++) {
            POW10[i] = power;
            power *= 10;
        }
    }

    private Swar() {}

    public static long word(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** A word of this byte eight times. */
    public static long pattern(int value) {
        return (value & 0xFF) * LOW_BITS;
    }

    /** Marks bytes equal to the pattern's. */
    public static long matches(long word, long pattern) {
        long difference = word ^ pattern;
        return difference - LOW_BITS & ~difference & HIGH_BITS;
    }

    /** Marks bytes equal to the pattern's and bytes below {@code below}, at most 128: line ends are such. */
    public static long matchesOrBelow(long word, long pattern, long below) {
        long difference = word ^ pattern;
        return (difference - LOW_BITS & ~difference | word - below & ~word) & HIGH_BITS;
    }

    /** Whether a byte is not ASCII. */
    public static boolean anyHigh(long word) {
        return (word & HIGH_BITS) != 0;
    }

    /** The index of the lowest marked byte; 8 where none is. */
    public static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** All bits of the bytes below the lowest mark. */
    public static long below(long marks) {
        long lowest = marks >>> 7;
        return lowest - 1 & ~lowest;
    }

    /** Digits as their values, 0 to 9; other bytes become greater. */
    public static long values(long word) {
        return word ^ ZEROS;
    }

    /** As {@link #nonDigits(long)} of values of which some must be less than 10 by what {@code raised} has at their bytes. */
    public static long nonDigits(long values, long raised) {
        return (values + (0x7676_7676_7676_7676L + raised) | values) & HIGH_BITS;
    }

    /** Marks the values that are no digit's. Where the lowest mark is an ASCII character's, the next is right, too. */
    public static long nonDigits(long values) {
        return (values + 0x7676_7676_7676_7676L | values) & HIGH_BITS;
    }

    /**
     * The number that eight digits' values make, that of the lowest byte being the most significant. Zero bytes are leading
     * zeros, so that shorter numbers are shifted up. After Lemire, "Number parsing at a gigabyte per second" (2021).
     */
    public static long join(long values) {
        long pairs = values * 2561 >>> 8 & 0x00FF_00FF_00FF_00FFL;
        long fours = pairs * 6_553_601;
        return (fours >>> 16 & 0xFFFF) * 10_000 + (fours >>> 48);
    }

    /** The number that the values below a mark make: {@code mark} is 8k + 7, the mark's bit, for k from 1 to 7 digits. */
    public static long join(long values, int mark) {
        return join(values << 7 - mark);
    }

    /** As {@link #join(long, int)}, for k from 0. */
    public static long joinOrNone(long values, int mark) {
        // Two shifts, because a shift by 64 is none.
        return join(values << 8 << 63 - mark);
    }

    /** 10 to the power of {@code exponent}, which is from 0 to 15. */
    public static long pow10(int exponent) {
        return POW10[exponent & POWERS - 1];
    }
}
