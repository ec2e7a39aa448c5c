package io.barograph.formats.parquet;

/** Writes what {@link HybridRle} and {@link DeltaBinaryPacked} read. */
final class IntegerEncodings {
    private static final int GROUP = 8;
    /** Shorter runs cost more as runs than packed. */
    private static final int LEAST_RUN = 16;

    private static final int BLOCK = 128;
    private static final int MINI_BLOCKS = 4;
    private static final int MINI = BLOCK / MINI_BLOCKS;

    private final long[] group = new long[GROUP];
    private final long[] deltas = new long[BLOCK];

    /** Bits that numbers from 0 to {@code most} need. */
    static int width(long most) {
        return Long.SIZE - Long.numberOfLeadingZeros(most);
    }

    /** Runs and groups of packed numbers. */
    void hybrid(ByteTarget target, int[] values, int from, int to, int width) {
        int at = from;
        while (at < to) {
            int run = run(values, at, to);
            if (run >= LEAST_RUN || run == to - at) {
                target.putVarint((long) run << 1);
                for (int bits = 0; bits < width; bits += 8) {
                    target.put(values[at] >>> bits);
                }
                at += run;
                continue;
            }
            int end = at;
            while (end < to && run(values, end, Math.min(to, end + LEAST_RUN)) < LEAST_RUN) {
                end = Math.min(end + GROUP, to);
            }
            target.putVarint((long) (end - at + GROUP - 1) / GROUP << 1 | 1);
            for (; at < end; at += GROUP) {
                for (int i = 0; i < GROUP; i++) {
                    group[i] = at + i < end ? values[at + i] : 0;
                }
                target.putPacked(group, 0, GROUP, width);
            }
            at = end;
        }
    }

    private static int run(int[] values, int from, int to) {
        int at = from + 1;
        while (at < to && values[at] == values[from]) {
            at++;
        }
        return at - from;
    }

    /** Differences in blocks. */
    void delta(ByteTarget target, long[] values, int from, int to) {
        target.putVarint(BLOCK);
        target.putVarint(MINI_BLOCKS);
        target.putVarint(to - from);
        target.putZigzag(from < to ? values[from] : 0);
        for (int at = from + 1; at < to; at += BLOCK) {
            int count = Math.min(BLOCK, to - at);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < count; i++) {
                deltas[i] = values[at + i] - values[at + i - 1];
                least = Math.min(least, deltas[i]);
            }
            for (int i = 0; i < count; i++) {
                deltas[i] -= least;
            }
            java.util.Arrays.fill(deltas, count, BLOCK, 0);
            target.putZigzag(least);
            int widths = target.reserve(MINI_BLOCKS);
            for (int mini = 0; mini < MINI_BLOCKS; mini++) {
                long bits = 0;
                for (int i = mini * MINI; i < (mini + 1) * MINI; i++) {
                    bits |= deltas[i];
                }
                int width = width(bits);
                target.bytes()[widths + mini] = (byte) width;
                // A mini-block without values takes no bytes.
                if (mini * MINI < count) {
                    target.putPacked(deltas, mini * MINI, MINI, width);
                }
            }
        }
    }
}
