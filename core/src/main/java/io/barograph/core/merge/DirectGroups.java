package io.barograph.core.merge;

import io.barograph.core.aggregate.Capacity;
import io.barograph.core.column.Dictionary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the group of a single key by indexing an array: by dictionary code for VARCHAR, by distance from the smallest
 * value for integers that lie close together. A cache in front of {@link GroupIndex}: what it misses is looked up there
 * and remembered.
 */
final class DirectGroups {
    /** In place of a group's number while it is looked up. */
    private static final int SOUGHT = -1;

    /** Group + 1, or 0 where not known. */
    private int[] groups = new int[0];

    private @Nullable Dictionary dictionary;
    private long base;
    private boolean tooWide;
    private final int widest;

    /** @param widest how many integers the array may span */
    DirectGroups(int widest) {
        this.widest = widest;
    }

    /** Forgets every group, and what the array was ready for. */
    void reset() {
        groups = new int[0];
        dictionary = null;
        tooWide = false;
    }

    /** Forgets every group; stays ready for the same codes or integers. */
    void forget() {
        Arrays.fill(groups, 0);
    }

    /** Readies the array for codes of this dictionary; codes of another one are forgotten. */
    void expectCodes(Dictionary source) {
        if (dictionary != source) {
            dictionary = source;
            Arrays.fill(groups, 0);
        }
        if (groups.length < source.size()) {
            groups = Arrays.copyOf(groups, Capacity.grow(groups.length, source.size()));
        }
    }

    /**
     * Readies the array for these integers.
     *
     * @return whether they lie close enough
     */
    boolean expectRange(long[] values, int size) {
        if (tooWide || size == 0) {
            return false;
        }
        long smallest = values[0];
        long greatest = values[0];
        for (int i = 1; i < size; i++) {
            smallest = Math.min(smallest, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        if (groups.length > 0 && smallest >= base && greatest - base >= 0 && greatest - base < groups.length) {
            return true;
        }
        return moveTo(smallest, greatest);
    }

    private boolean moveTo(long smallest, long greatest) {
        long low = groups.length == 0 ? smallest : Math.min(base, smallest);
        long high = groups.length == 0 ? greatest : Math.max(base + groups.length - 1, greatest);
        long span = high - low;
        tooWide = span < 0 || span >= widest;
        if (tooWide) {
            groups = new int[0];
            return false;
        }
        int[] moved = new int[(int) span + 1];
        System.arraycopy(groups, 0, moved, groups.length == 0 ? 0 : (int) (base - low), groups.length);
        groups = moved;
        base = low;
        return true;
    }

    /**
     * Looks up the codes of the rows from {@code from} to {@code to}.
     *
     * @param found receives the group, or -1 where it is not known
     * @return whether every one is known
     */
    boolean find(int[] codes, int from, int to, int[] found) {
        int[] groups = this.groups;
        int missing = 0;
        for (int i = from; i < to; i++) {
            int group = groups[codes[i]] - 1;
            found[i] = group;
            missing |= group;
        }
        return missing >= 0;
    }

    /** Looks up integers that {@link #expectRange} admitted, as {@link #find(int[], int, int, int[])}. */
    boolean find(long[] values, int from, int to, int[] found) {
        int[] groups = this.groups;
        long base = this.base;
        int missing = 0;
        for (int i = from; i < to; i++) {
            int group = groups[(int) (values[i] - base)] - 1;
            found[i] = group;
            missing |= group;
        }
        return missing >= 0;
    }

    /**
     * Finds the first row of each code whose group is not known; all of these have to be remembered then.
     *
     * @param rows receives them
     * @return how many
     */
    int firstUnknown(int[] codes, int from, int to, int[] rows) {
        int[] groups = this.groups;
        int count = 0;
        for (int i = from; i < to; i++) {
            if (groups[codes[i]] == 0) {
                groups[codes[i]] = SOUGHT;
                rows[count++] = i;
            }
        }
        return count;
    }

    /** The same of integers that {@link #expectRange} admitted. */
    int firstUnknown(long[] values, int from, int to, int[] rows) {
        int[] groups = this.groups;
        int count = 0;
        for (int i = from; i < to; i++) {
            int at = (int) (values[i] - base);
            if (groups[at] == 0) {
                groups[at] = SOUGHT;
                rows[count++] = i;
            }
        }
        return count;
    }

    void rememberCode(int code, int group) {
        groups[code] = group + 1;
    }

    void rememberValue(long value, int group) {
        groups[(int) (value - base)] = group + 1;
    }

    long memoryBytes() {
        return 4L * groups.length;
    }
}
