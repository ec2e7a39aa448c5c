package io.barograph.core.aggregate;

import java.util.Arrays;

/**
 * A fixed number of longs for each of many groups, in pages of {@link #GROUPS} groups. Full pages never move: a table that
 * grows to millions of groups copies none of them, and the garbage collector each only once. The first page grows, so that
 * a few groups take little.
 *
 * <p>Group g's longs are in page {@code g >> SHIFT} from {@code (g & MASK) * width} on. Hot loops fetch {@link #pages} once;
 * the array stays valid until the next {@link #resize}.
 */
public final class LongPages {
    public static final int SHIFT = 10;
    public static final int GROUPS = 1 << SHIFT;
    public static final int MASK = GROUPS - 1;

    private final long[] blank;
    private final boolean zero;
    private long[][] pages = new long[1][0];
    private int capacity;
    /** Nobody asks for it; without it what {@link #fetch} reads would not be read. Whichever thread was last has set it. */
    @SuppressWarnings("unused")
    private long fetched;

    /** @param blank what a new group's longs are; not to be changed */
    public LongPages(long... blank) {
        this.blank = blank;
        this.zero = Arrays.stream(blank).allMatch(value -> value == 0);
    }

    /** Makes room for the groups below {@code groups}. Never shrinks. */
    public void resize(int groups) {
        if (groups <= capacity) {
            return;
        }
        if (capacity < GROUPS) {
            capacity = Math.min(GROUPS, Capacity.grow(capacity, groups));
            pages[0] = extended(pages[0], capacity);
        }
        int needed = (groups + MASK) >>> SHIFT;
        if (needed > pages.length) {
            pages = Arrays.copyOf(pages, Capacity.grow(pages.length, needed));
        }
        for (; capacity < groups; capacity += GROUPS) {
            pages[capacity >> SHIFT] = extended(new long[0], GROUPS);
        }
    }

    private long[] extended(long[] page, int groups) {
        long[] longer = Arrays.copyOf(page, Math.multiplyExact(groups, blank.length));
        if (!zero) {
            for (int i = page.length; i < longer.length; i++) {
                longer[i] = blank[i % blank.length];
            }
        }
        return longer;
    }

    /** The pages; those beyond the last group's are null. */
    public long[][] pages() {
        return pages;
    }

    /** The page that a group's longs are in. */
    public long[] page(int group) {
        return pages[group >> SHIFT];
    }

    /**
     * Brings groups' longs close to the processor, many at once: a loop that does more with each waits for one group's after another's where they
     * lie far apart. Several threads may do so at once.
     */
    public void fetch(int[] groups, int count) {
        int width = blank.length;
        long read = 0;
        for (int i = 0; i < count; i++) {
            long[] page = pages[groups[i] >> SHIFT];
            int at = (groups[i] & MASK) * width;
            read ^= page[at] ^ page[at + width - 1];
        }
        fetched = read;
    }

    /** Where in its page a group's longs begin. */
    public int at(int group) {
        return (group & MASK) * blank.length;
    }

    /** How many groups there is room for. */
    public int capacity() {
        return capacity;
    }

    public long memoryBytes() {
        return 8L * pages.length + 8L * blank.length * capacity;
    }
}
