package io.barograph.formats.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time in a {@code long} (SIMD within a register). Words are little-endian: the byte at the lowest
 * address is the lowest byte. Masks have the high bit of each byte that matches; {@link #first} gives the index of the
 * lowest.
 */
final class Swar {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long ZEROS = 0x3030_3030_3030_3030L;

    /** {@code POW10[k]} is 10<sup>k</sup>. */
    static final long[] POW10 = {
        1L,
        10L,
        100L,
        1_000L,
        10_000L,
        100_000L,
        1_000_000L,
        10_000_000L,
        100_000_000L,
        1_000_000_000L,
        10_000_000_000L,
        100_000_000_000L,
        1_000_000_000_000L,
        10_000_000_000_000L,
        100_000_000_000_000L,
        1_000_000_000_000_000L,
        10_000_000_000_000_000L
    };

    private Swar() {}

    static long word(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** A word of this byte eight times, for {@link #matches}. */
    static long pattern(int value) {
        return (value & 0xFF) * LOW_BITS;
    }

    /** Marks bytes equal to the pattern's. The lowest mark is right; above it there may be false ones. */
    static long matches(long word, long pattern) {
        long difference = word ^ pattern;
        return difference - LOW_BITS & ~difference & HIGH_BITS;
    }

    /** Marks every byte that is no decimal digit, exactly. */
    static long nonDigits(long word) {
        long digits = word ^ ZEROS;
        return ((digits & ~HIGH_BITS) + 0x7676_7676_7676_7676L | digits) & HIGH_BITS;
    }

    /** The index of the lowest marked byte; 8 where none is. */
    static int first(long mask) {
        return Long.numberOfTrailingZeros(mask) >>> 3;
    }

    /** Whether a byte is not ASCII. */
    static boolean anyHigh(long word) {
        return (word & HIGH_BITS) != 0;
    }

    /**
     * The number that eight digits make, the lowest byte being the most significant digit. A zero byte counts as the
     * digit 0, so that shorter numbers are shifted up. After Lemire, "Number parsing at a gigabyte per second" (2021).
     */
    static long digits(long word) {
        long pairs = (word & 0x0F0F_0F0F_0F0F_0F0FL) * 2561 >>> 8;
        long fours = (pairs & 0x00FF_00FF_00FF_00FFL) * 6_553_601 >>> 16;
        return (fours & 0x0000_FFFF_0000_FFFFL) * 42_949_672_960_001L >>> 32;
    }

    /** The number that the first {@code count} bytes make, 0 to 7 digits. */
    static long digits(long word, int count) {
        // Two shifts, because a shift by 64 is none.
        return digits(word << 8 << 56 - 8 * count);
    }
}
