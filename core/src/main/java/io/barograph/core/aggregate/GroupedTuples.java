package io.barograph.core.aggregate;

import io.barograph.core.column.Type;
import java.util.Arrays;
import java.util.List;

/**
 * For each group a set of value tuples. A tuple of a group is an <em>entry</em>, numbered from 0 in the order of arrival;
 * who keeps something per entry (a count) holds an array beside it.
 *
 * <p>One hash table (open addressing, linear probing) holds the entries of all groups, so that a million small sets cost
 * no objects; the entries of a group are chained for merging and writing.
 */
final class GroupedTuples {
    private static final int NONE = -1;

    private final ValueCodec[] codecs;
    private final int width;
    /** Entry e's values at e * width. */
    private long[] values = new long[0];

    private int[] groups = new int[0];
    /** The entry before this one in the same group, or NONE. */
    private int[] previous = new int[0];
    /** By group: its newest entry, or NONE. */
    private int[] newest = new int[0];
    /** Entry + 1, or 0 where free. */
    private int[] slots = new int[64];

    private int size;

    GroupedTuples(List<Type> types) {
        codecs = types.stream().map(ValueCodec::new).toArray(ValueCodec[]::new);
        width = codecs.length;
    }

    void resize(int groupCount) {
        if (groupCount > newest.length) {
            int old = newest.length;
            newest = Arrays.copyOf(newest, Capacity.grow(old, groupCount));
            Arrays.fill(newest, old, newest.length, NONE);
        }
    }

    ValueCodec codec(int column) {
        return codecs[column];
    }

    int width() {
        return width;
    }

    /** How many entries there are; the next new one gets this number. */
    int size() {
        return size;
    }

    long value(int entry, int column) {
        return values[entry * width + column];
    }

    int group(int entry) {
        return groups[entry];
    }

    /** The entry of this tuple in this group, made if there is none. */
    int add(int group, long[] tuple) {
        long hash = group;
        for (long value : tuple) {
            hash = ValueCodec.scramble(hash + value);
        }
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (groups[entry] == group && matches(entry, tuple)) {
                return entry;
            }
            slot = slot + 1 & mask;
        }
        return append(group, tuple, slot);
    }

    private boolean matches(int entry, long[] tuple) {
        for (int i = 0, at = entry * width; i < width; i++) {
            if (values[at + i] != tuple[i]) {
                return false;
            }
        }
        return true;
    }

    private int append(int group, long[] tuple, int slot) {
        int entry = size;
        if (entry == groups.length) {
            int capacity = Capacity.grow(entry, entry + 1);
            values = Arrays.copyOf(values, Math.multiplyExact(capacity, width));
            groups = Arrays.copyOf(groups, capacity);
            previous = Arrays.copyOf(previous, capacity);
        }
        System.arraycopy(tuple, 0, values, entry * width, width);
        groups[entry] = group;
        previous[entry] = newest[group];
        newest[group] = entry;
        slots[slot] = entry + 1;
        size = entry + 1;
        if (size > slots.length / 2) {
            rehash();
        }
        return entry;
    }

    private void rehash() {
        int[] wider = new int[slots.length * 2];
        int mask = wider.length - 1;
        for (int entry = 0; entry < size; entry++) {
            long hash = groups[entry];
            for (int i = 0; i < width; i++) {
                hash = ValueCodec.scramble(hash + value(entry, i));
            }
            int slot = (int) hash & mask;
            while (wider[slot] != 0) {
                slot = slot + 1 & mask;
            }
            wider[slot] = entry + 1;
        }
        slots = wider;
    }

    /** The newest entry of a group, or -1; then {@link #previous} leads through all. */
    int newest(int group) {
        return newest[group];
    }

    int previous(int entry) {
        return previous[entry];
    }

    /** The entries of a group in the order of their tuples. */
    int[] sorted(int group) {
        int count = 0;
        for (int entry = newest[group]; entry != NONE; entry = previous[entry]) {
            count++;
        }
        Integer[] entries = new Integer[count];
        for (int entry = newest[group]; entry != NONE; entry = previous[entry]) {
            entries[--count] = entry;
        }
        Arrays.sort(entries, this::compare);
        return Arrays.stream(entries).mapToInt(Integer::intValue).toArray();
    }

    /** Orders two entries by their tuples. */
    int compare(int left, int right) {
        for (int i = 0; i < width; i++) {
            int order = codecs[i].compare(value(left, i), value(right, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Makes {@link #adopt} translate tuples of these sets. */
    void adoptFrom(GroupedTuples other) {
        for (int i = 0; i < width; i++) {
            codecs[i].adoptFrom(other.codecs[i]);
        }
    }

    /** The other's tuple as it would be here. */
    void adopt(GroupedTuples other, int entry, long[] tuple) {
        for (int i = 0; i < width; i++) {
            tuple[i] = codecs[i].adopt(other.value(entry, i));
        }
    }

    void write(int entry, StateOutput output) {
        for (int i = 0; i < width; i++) {
            codecs[i].write(value(entry, i), output);
        }
    }

    void read(StateInput input, long[] tuple) {
        for (int i = 0; i < width; i++) {
            tuple[i] = codecs[i].read(input);
        }
    }

    long memoryBytes() {
        long bytes = 8L * values.length + 4L * (groups.length + previous.length + newest.length + slots.length);
        for (ValueCodec codec : codecs) {
            bytes += codec.memoryBytes();
        }
        return bytes;
    }
}
