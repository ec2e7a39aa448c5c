package io.barograph.formats.parquet;

import java.util.Arrays;

/** Numbers the distinct values of a column, as long as they are few. Reused from chunk to chunk by one thread. */
final class NumberCodes {
    private static final int MAX_ENTRIES = 1 << 14;
    /** Among so many values it shows whether they repeat. */
    private static final int TRIAL = 1 << 12;

    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final int[] slots = new int[MAX_ENTRIES * 4];
    private final long[] entries = new long[MAX_ENTRIES];
    private int size;

    int size() {
        return size;
    }

    long[] entries() {
        return entries;
    }

    /** Whether a dictionary pays: then the values' codes are in {@code codes}. */
    boolean number(long[] values, int count, int[] codes) {
        Arrays.fill(slots, 0);
        size = 0;
        int shift = Long.numberOfLeadingZeros(slots.length) + 1;
        for (int i = 0; i < count; i++) {
            long value = values[i];
            int slot = (int) (value * MULTIPLIER >>> shift);
            int code;
            while ((code = slots[slot] - 1) >= 0 && entries[code] != value) {
                slot = slot + 1 & slots.length - 1;
            }
            if (code < 0) {
                if (size == MAX_ENTRIES || i >= TRIAL && size > i >> 1) {
                    return false;
                }
                code = size;
                entries[size++] = value;
                slots[slot] = size;
            }
            codes[i] = code;
        }
        return size <= count >> 1;
    }
}
