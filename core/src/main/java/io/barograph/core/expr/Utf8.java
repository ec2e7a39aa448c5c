package io.barograph.core.expr;

import java.util.Arrays;

/** Code points within UTF-8 bytes, which are taken to be well formed. */
final class Utf8 {
    private Utf8() {}

    /** The number of code points of a range. */
    static int length(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += isFirst(bytes[i]) ? 1 : 0;
        }
        return count;
    }

    /** Where the code point at {@code at} ends, which is before {@code to}. */
    static int next(byte[] bytes, int at, int to) {
        int end = at + 1;
        while (end < to && !isFirst(bytes[end])) {
            end++;
        }
        return end;
    }

    /** Where the code point that ends at {@code end} begins. */
    static int previous(byte[] bytes, int end) {
        int begin = end - 1;
        while (begin > 0 && !isFirst(bytes[begin])) {
            begin--;
        }
        return begin;
    }

    /** Where so many code points after {@code from} end; {@code to} where there are fewer. */
    static int skip(byte[] bytes, int from, int to, long count) {
        int at = from;
        for (long left = count; left > 0 && at < to; left--) {
            at = next(bytes, at, to);
        }
        return at;
    }

    /** The position of the first occurrence of a text in a range, or -1. An empty text is found at once. */
    static int indexOf(byte[] bytes, int from, int to, byte[] sought, int soughtFrom, int soughtTo) {
        int length = soughtTo - soughtFrom;
        for (int at = from; at + length <= to; at++) {
            if (Arrays.equals(bytes, at, at + length, sought, soughtFrom, soughtTo)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isFirst(byte unit) {
        return (unit & 0xC0) != 0x80;
    }
}
