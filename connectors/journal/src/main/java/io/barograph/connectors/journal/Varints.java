package io.barograph.connectors.journal;

/** Lengths in groups of seven bits, the lowest first; the highest bit of a byte is 1 where another byte follows. */
final class Varints {
    /** The most that a length takes. */
    static final int MAX_BYTES = 5;

    private static final int GROUP = 7;
    private static final int MORE = 1 << GROUP;

    private Varints() {}

    /** Puts a length that is not negative; gives the place behind it. */
    static int put(byte[] target, int at, int value) {
        int to = at;
        int rest = value;
        while (rest >= MORE) {
            target[to++] = (byte) (rest | MORE);
            rest >>>= GROUP;
        }
        target[to++] = (byte) rest;
        return to;
    }

    /** The bytes that a length takes. */
    static int size(int value) {
        int bytes = 1;
        for (int rest = value >>> GROUP; rest != 0; rest >>>= GROUP) {
            bytes++;
        }
        return bytes;
    }

    /** The length at a place; negative where there is none that ends before {@code limit}. */
    static int get(byte[] source, int at, int limit) {
        int value = 0;
        for (int i = 0; i < MAX_BYTES && at + i < limit; i++) {
            int part = source[at + i];
            value |= (part & MORE - 1) << GROUP * i;
            if (part >= 0) {
                return value;
            }
        }
        return -1;
    }
}
