package io.barograph.core.aggregate;

/** How arrays that hold one element per group grow. */
public final class Capacity {
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private Capacity() {}

    /** A length of at least {@code needed}: by half, so that growing stays cheap per element and wastes at most a third. */
    public static int grow(int length, int needed) {
        long wanted = Math.max(needed, Math.max(16, (long) length + (length >> 1)));
        return (int) Math.min(LARGEST, wanted);
    }
}
