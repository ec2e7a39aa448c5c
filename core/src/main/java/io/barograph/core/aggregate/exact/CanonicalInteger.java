package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.math.BigInteger;

/** The one way to write an integer of any size; the bytes are described at {@link ExactState}. */
final class CanonicalInteger {
    private static final int ZERO = 0;
    private static final int POSITIVE = 1;
    private static final int NEGATIVE = 2;
    /** More than the sum of 2^42 largest fourth powers needs; beyond it the bytes are damaged. */
    private static final int MOST_BYTES = 1_100;

    private CanonicalInteger() {}

    static void write(BigInteger value, StateOutput output) {
        if (value.signum() == 0) {
            output.writeByte(ZERO);
            return;
        }
        output.writeByte(value.signum() > 0 ? POSITIVE : NEGATIVE);
        BigInteger magnitude = value.abs();
        int zeroBytes = magnitude.getLowestSetBit() >>> 3;
        int count = (magnitude.bitLength() + 7 >>> 3) - zeroBytes;
        byte[] bytes = magnitude.shiftRight(zeroBytes << 3).toByteArray();
        output.writeVarint(zeroBytes);
        output.writeVarint(count);
        output.writeBytes(bytes, bytes.length - count, count);
    }

    /**
     * Writes an integer of 192 bits, two's complement, times 2^position: the bytes that the other {@link #write} gives for it,
     * without making the integer.
     *
     * @param position not below 0
     */
    static void write(long high, long middle, long low, int position, StateOutput output) {
        if ((high | middle | low) == 0) {
            output.writeByte(ZERO);
            return;
        }
        boolean isNegative = high < 0;
        long first = low;
        long second = middle;
        long third = high;
        if (isNegative) {
            first = -low;
            second = ~middle + (first == 0 ? 1 : 0);
            third = ~high + ((first | second) == 0 ? 1 : 0);
        }
        output.writeByte(isNegative ? NEGATIVE : POSITIVE);
        int lowest = first != 0
                ? Long.numberOfTrailingZeros(first)
                : second != 0
                        ? Long.SIZE + Long.numberOfTrailingZeros(second)
                        : 2 * Long.SIZE + Long.numberOfTrailingZeros(third);
        int length = third != 0
                ? 3 * Long.SIZE - Long.numberOfLeadingZeros(third)
                : second != 0
                        ? 2 * Long.SIZE - Long.numberOfLeadingZeros(second)
                        : Long.SIZE - Long.numberOfLeadingZeros(first);
        int zeroBytes = position + lowest >>> 3;
        int count = (position + length + 7 >>> 3) - zeroBytes;
        output.writeVarint(zeroBytes);
        output.writeVarint(count);
        int left = count;
        for (; left >= Long.BYTES; left -= Long.BYTES) {
            output.writeLong(bits(third, second, first, (zeroBytes + left - Long.BYTES << 3) - position));
        }
        for (; left > 0; left--) {
            output.writeByte((int) bits(third, second, first, (zeroBytes + left - 1 << 3) - position));
        }
    }

    /** 64 bits of a number from one on, which may be up to seven below the lowest: those are 0. */
    private static long bits(long third, long second, long first, int from) {
        if (from < 0) {
            return first << -from;
        }
        long word = from < Long.SIZE ? first : from < 2 * Long.SIZE ? second : third;
        long next = from < Long.SIZE ? second : from < 2 * Long.SIZE ? third : 0;
        int offset = from & Long.SIZE - 1;
        return word >>> offset | (offset == 0 ? 0 : next << -offset);
    }

    static BigInteger read(StateInput input) {
        int sign = input.readByte();
        if (sign == ZERO) {
            return BigInteger.ZERO;
        }
        long zeroBytes = input.readVarint();
        long count = input.readVarint();
        if (sign > NEGATIVE || zeroBytes < 0 || zeroBytes > MOST_BYTES || count <= 0 || count > MOST_BYTES) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved state is damaged: no sum has sign " + sign + " and " + count + " + " + zeroBytes
                            + " bytes");
        }
        BigInteger magnitude = new BigInteger(1, input.readBytes((int) count)).shiftLeft((int) zeroBytes << 3);
        return sign == POSITIVE ? magnitude : magnitude.negate();
    }
}
