package io.barograph.core.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decimal digits eight at a time: a {@code long} holds eight bytes of text, the first in the lowest byte (the technique
 * is called SWAR, "SIMD within a register"; see Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019).
 */
final class Digits {
    /** Eight bytes of an array as a long, the first in the lowest byte. */
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The text "00000000". Exclusive-or with it turns the characters '0' to '9' into the numbers 0 to 9. */
    static final long ZEROS = 0x3030_3030_3030_3030L;

    /** 10^0 to 10^18, all that fit a long. */
    static final long[] POWERS = powers();

    private Digits() {}

    /** Marks, by its top bit, every byte above 9 up to the first such byte; bytes after that one may be marked wrongly. */
    static long nonDigits(long values) {
        return (values + 0x7676_7676_7676_7676L | values) & 0x8080_8080_8080_8080L;
    }

    /** The number that eight digit values (0 to 9 each) spell, the first the most significant. */
    static long join(long values) {
        long pairs = values * 2561 >>> 8 & 0x00FF_00FF_00FF_00FFL;
        long fours = pairs * 6_553_601 >>> 16 & 0x0000_FFFF_0000_FFFFL;
        return fours * 42_949_672_960_001L >>> 32;
    }

    /** The eight digit values of a number below 10^8, the most significant in the lowest byte. */
    static long split(int number) {
        int upper = number / 10_000;
        long fours = upper | (long) (number - upper * 10_000) << 32;
        long hundreds = fours * 10_486 >>> 20 & 0x0000_007F_0000_007FL;
        long pairs = hundreds | fours - hundreds * 100 << 16;
        long tens = pairs * 103 >>> 10 & 0x000F_000F_000F_000FL;
        return tens | pairs - tens * 10 << 8;
    }

    /** The number of digits of a value from 0 to 10^18 - 1; 0 has one. */
    static int count(long value) {
        int estimate = (64 - Long.numberOfLeadingZeros(value | 1)) * 1233 >>> 12;
        return value < POWERS[estimate] ? Math.max(estimate, 1) : estimate + 1;
    }

    /**
     * Writes a value from 0 to 10^18 - 1 as exactly {@code count} digits, 1 to 18, with leading zeros, and returns the
     * position behind them. Up to seven bytes behind that are overwritten.
     */
    static int put(byte[] out, int at, long value, int count) {
        if (count <= 8) {
            LONG.set(out, at, (split((int) value) ^ ZEROS) >>> 64 - 8 * count);
            return at + count;
        }
        long upper = value / 100_000_000;
        int next = put(out, at, upper, count - 8);
        LONG.set(out, next, split((int) (value - upper * 100_000_000)) ^ ZEROS);
        return next + 8;
    }

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
