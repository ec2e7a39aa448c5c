package io.barograph.core.aggregate.exact;

import java.math.BigInteger;

/**
 * An integer of any size to which shifted 64-bit numbers are added quickly: the fixed-point superaccumulator (Kulisch;
 * Neal 2015, arXiv 1505.05571), here with only the limbs that were touched.
 *
 * <p><b>Representation.</b> The value is Σ limbs[i]·2^(32·(first+i)). Limbs are signed 64-bit with 32 bits of weight each,
 * so that carries can wait; {@link #normalise} moves them up before any limb could overflow. After it every limb but the
 * last lies in [0, 2^32) and the last holds the sign.
 */
final class Superaccumulator {
    private static final long LOW_32 = 0xFFFF_FFFFL;
    /** Each addition changes a limb by less than 2^32, so 2^30 of them leave it below 2^62 + 2^32. */
    private static final int ADDITIONS_BEFORE_CARRY = 1 << 30;

    private long[] limbs = new long[0];
    private int first;
    private int additions;

    Superaccumulator copy() {
        Superaccumulator copy = new Superaccumulator();
        copy.limbs = limbs.clone();
        copy.first = first;
        copy.additions = additions;
        return copy;
    }

    boolean isZero() {
        for (long digit : normalisedCopy()) {
            if (digit != 0) {
                return false;
            }
        }
        return true;
    }

    /** Adds value·2^position. */
    void addSigned(long value, int position) {
        int limb = position >>> 5;
        int shift = position & 31;
        long[] target = reserve(limb, limb + 2);
        int at = limb - first;
        target[at] += value << shift & LOW_32;
        // Two shifts, as a shift by 64 would be one by 0.
        target[at + 1] += value >> 32 - shift & LOW_32;
        target[at + 2] += value >> 32 >> 32 - shift;
    }

    /** Subtracts value·2^position. */
    void subtractSigned(long value, int position) {
        int limb = position >>> 5;
        int shift = position & 31;
        long[] target = reserve(limb, limb + 2);
        int at = limb - first;
        target[at] -= value << shift & LOW_32;
        target[at + 1] -= value >> 32 - shift & LOW_32;
        target[at + 2] -= value >> 32 >> 32 - shift;
    }

    /** Adds the signed 128-bit number high:low times 2^position. */
    void addSigned(long high, long low, int position) {
        addSigned(low & LOW_32, position);
        addSigned(low >>> 32, position + 32);
        addSigned(high, position + 64);
    }

    /** Adds a signed number of several words, lower ones first, times 2^position. */
    void addSigned(long[] words, int at, int count, int position) {
        int top = count - 1;
        for (int i = 0; i < top; i++) {
            addSigned(0, words[at + i], position + Long.SIZE * i);
        }
        addSigned(words[at + top], position + Long.SIZE * top);
    }

    /** Subtracts the signed 128-bit number high:low times 2^position. */
    void subtractSigned(long high, long low, int position) {
        subtractSigned(low & LOW_32, position);
        subtractSigned(low >>> 32, position + 32);
        subtractSigned(high, position + 64);
    }

    /** Adds another; it is carried first, which does not change its value. */
    void add(Superaccumulator other) {
        if (other.limbs.length == 0) {
            return;
        }
        long[] theirs = other.normalisedCopy();
        int last = other.first + theirs.length - 1;
        // The top limb may be large: it is spread over two by addSigned.
        if (theirs.length > 1) {
            long[] target = reserve(other.first, last);
            for (int i = 0; i < theirs.length - 1; i++) {
                target[other.first - first + i] += theirs[i];
            }
        }
        addSigned(theirs[theirs.length - 1], last << 5);
    }

    /** Adds a number of any size. */
    void add(ExactSum number) {
        int at = number.lowestBit();
        if (number.value().signum() == 0) {
            return;
        }
        BigInteger rest = number.inUnitsOf(at);
        while (rest.bitLength() > 63) {
            addSigned(rest.intValue() & LOW_32, at);
            rest = rest.shiftRight(32);
            at += 32;
        }
        addSigned(rest.longValue(), at);
    }

    /** The value. */
    ExactSum toExactSum() {
        if (limbs.length == 0) {
            return new ExactSum(BigInteger.ZERO, 0);
        }
        long[] digits = normalisedCopy();
        int last = digits.length - 1;
        byte[] bytes = new byte[4 * last + 8];
        putBigEndian(bytes, 0, digits[last], 8);
        for (int i = 0; i < last; i++) {
            putBigEndian(bytes, bytes.length - 4 * (i + 1), digits[i], 4);
        }
        return new ExactSum(new BigInteger(bytes), first << 5);
    }

    long memoryBytes() {
        return 48 + 8L * limbs.length;
    }

    private static void putBigEndian(byte[] bytes, int at, long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[at + i] = (byte) (value >>> 8 * (count - 1 - i));
        }
    }

    private long[] normalisedCopy() {
        long[] copy = limbs.clone();
        normalise(copy);
        return copy;
    }

    private static void normalise(long[] limbs) {
        for (int i = 0; i < limbs.length - 1; i++) {
            limbs[i + 1] += limbs[i] >> 32;
            limbs[i] &= LOW_32;
        }
    }

    /** Makes limbs from through to addressable and free to take one more addition; counts that addition. */
    private long[] reserve(int from, int to) {
        if (++additions == ADDITIONS_BEFORE_CARRY) {
            carry();
        }
        if (limbs.length == 0) {
            first = from;
            limbs = new long[to - from + 1];
        } else if (from < first || to >= first + limbs.length) {
            int newFirst = Math.min(from, first);
            int newLast = Math.max(to, first + limbs.length - 1);
            long[] grown = new long[newLast - newFirst + 1];
            System.arraycopy(limbs, 0, grown, first - newFirst, limbs.length);
            first = newFirst;
            limbs = grown;
        }
        return limbs;
    }

    private void carry() {
        normalise(limbs);
        additions = 0;
        int last = limbs.length - 1;
        if (last >= 0) {
            long top = limbs[last];
            limbs[last] = 0;
            addSigned(top, first + last << 5);
        }
    }
}
