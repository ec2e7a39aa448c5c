package io.barograph.gpu;

/** The hash table of {@code group_totals.cu}, and the keys of the groups that it numbers. */
final class GroupSlots implements Holdings.Holding {
    private final int groupCapacity;
    private final int keyWords;
    private final int slots;
    private final Holdings held = new Holdings();
    private final DeviceArray entries;
    private final DeviceArray numbers;
    private final DeviceArray keys;
    private final DeviceArray groups;

    /** Room for so many groups, not cleared. */
    GroupSlots(int groupCapacity, int keyWords) {
        this.groupCapacity = groupCapacity;
        this.keyWords = keyWords;
        this.slots = slots(groupCapacity);
        try {
            entries = held.allocate((long) Integer.BYTES * slots);
            numbers = held.allocate((long) Integer.BYTES * slots);
            keys = held.allocate((long) Long.BYTES * keyWords * groupCapacity);
            groups = held.allocate(Integer.BYTES);
        } catch (Throwable failure) {
            held.close();
            throw failure;
        }
    }

    /** A power of two: at most half of the slots are taken. */
    private static int slots(int groups) {
        return Integer.highestOneBit(Math.max(1, groups - 1)) << 2;
    }

    /** Has a stream forget all groups. */
    void clear(CudaStream stream) {
        entries.fill(stream, 0, slots);
        groups.fill(stream, 0, 1);
    }

    int groupCapacity() {
        return groupCapacity;
    }

    /** How many slots there are. */
    int count() {
        return slots;
    }

    /** An address, as those that follow. */
    long entries() {
        return entries.address();
    }

    long numbers() {
        return numbers.address();
    }

    long keys() {
        return keys.address();
    }

    /** Of the number of groups. */
    long groups() {
        return groups.address();
    }

    /** Has a stream copy the number of groups to a buffer; where there was no room for some, more than there is room for. */
    void readGroups(PinnedBuffer target, CudaStream stream) {
        groups.copyTo(target, Integer.BYTES, stream);
    }

    /** Copies the keys of some groups, which no stream changes any more. */
    long[][] readKeys(int from, int count) {
        long[] rows = new long[keyWords * count];
        if (keyWords > 0) {
            keys.copyTo((long) keyWords * from, rows, rows.length);
        }
        long[][] words = new long[keyWords][count];
        for (int word = 0; word < keyWords; word++) {
            for (int i = 0; i < count; i++) {
                words[word][i] = rows[i * keyWords + word];
            }
        }
        return words;
    }

    @Override
    public void close() {
        held.close();
    }
}
