package io.barograph.core.aggregate.totals;

import java.math.BigInteger;

/** Sums in several words of a long[], lower ones first, in two's complement. Whoever adds to one has seen to it that it does not overflow. */
public final class WordSums {
    private WordSums() {}

    /** Adds a number of as many words or fewer, whose sign goes on. */
    public static void add(long[] sums, int at, int words, long[] numbers, int from, int numberWords) {
        long carry = 0;
        for (int i = 0; i < words; i++) {
            long word = i < numberWords ? numbers[from + i] : numbers[from + numberWords - 1] >> 63;
            carry = addWord(sums, at + i, word, carry);
        }
    }

    /** Adds a number of any size. */
    public static void add(long[] sums, int at, int words, BigInteger number) {
        long carry = 0;
        for (int i = 0; i < words; i++) {
            carry = addWord(sums, at + i, number.shiftRight(Long.SIZE * i).longValue(), carry);
        }
    }

    /** Returns what is carried to the next word, 0 or 1. */
    private static long addWord(long[] sums, int at, long word, long carry) {
        long next = sums[at] + word;
        long carried = next + carry;
        sums[at] = carried;
        return Long.compareUnsigned(next, word) < 0 || Long.compareUnsigned(carried, carry) < 0 ? 1 : 0;
    }

    /** The number in these words. */
    public static BigInteger value(long[] sums, int at, int words) {
        BigInteger value = BigInteger.valueOf(sums[at + words - 1]);
        for (int i = words - 2; i >= 0; i--) {
            BigInteger word = BigInteger.valueOf(sums[at + i] & Long.MAX_VALUE);
            value = value.shiftLeft(Long.SIZE).add(sums[at + i] < 0 ? word.setBit(63) : word);
        }
        return value;
    }
}
