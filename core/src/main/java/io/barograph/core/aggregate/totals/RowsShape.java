package io.barograph.core.aggregate.totals;

import io.barograph.core.window.Panes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rows are made of that a device brings into groups and adds up: columns of 64 bits. First come the words of a row's key, then the
 * values, then one of flags: bit p is set where pick p takes the row in. Where a program computes values and flags, inputs stand in the place of
 * values, and bit i of the flags is set where input i is not NULL.
 *
 * @param keyWords words of a key; without any all rows are one group's
 * @param time the word that is rounded down to the start of its pane; null where all are taken as they are
 * @param values columns of values: integers, words of these, or the bits of doubles
 * @param picks what is added up, at most {@link #MOST_PICKS}
 * @param program what makes values and flags of what rows bring; null where they bring them
 */
public record RowsShape(
        int keyWords,
        @Nullable PanedTime time,
        int values,
        List<Pick> picks,
        @Nullable RowProgram program) {
    /** So many boundaries of panes a chunk has room for. */
    public static final int MOST_BOUNDARIES = 1 << 16;

    /** So many bits flags have. */
    public static final int MOST_PICKS = Long.SIZE;

    /** Up to four slots of eight bytes, so that half of them are empty. */
    private static final int SLOT_BYTES = 32;

    public RowsShape {
        if (picks.size() > MOST_PICKS) {
            throw new IllegalArgumentException(picks.size() + " picks");
        }
        picks = List.copyOf(picks);
    }

    /** Rows that bring their values and flags. */
    public RowsShape(int keyWords, @Nullable PanedTime time, int values, List<Pick> picks) {
        this(keyWords, time, values, picks, null);
    }

    /**
     * A word of a key is a time; the key has the start of the pane that it lies in.
     *
     * @param word its index
     * @param elapsed how panes are found by arithmetic; null where a chunk brings their boundaries
     */
    public record PanedTime(int word, Panes.@Nullable Elapsed elapsed) {
        /**
         * Whether a time's pane is known.
         *
         * @param boundaries of panes, ascending, where a chunk brings them: the last one ends the last pane
         */
        boolean hold(long time, long[] boundaries) {
            return elapsed != null
                    || boundaries.length > 0 && boundaries[0] <= time && time < boundaries[boundaries.length - 1];
        }

        /** Where the pane starts, if it is known. */
        long start(long time, long[] boundaries) {
            if (elapsed != null) {
                return elapsed.start(time);
            }
            int found = Arrays.binarySearch(boundaries, time);
            return boundaries[found < 0 ? -found - 2 : found];
        }
    }

    /**
     * Rows that are added up together.
     *
     * @param values columns of values, as many as the totals look at
     */
    public record Pick(TotalsShape totals, List<Integer> values) {
        public Pick {
            if (values.size() != totals.columns()) {
                throw new IllegalArgumentException(values.size() + " columns for " + totals);
            }
            values = List.copyOf(values);
        }
    }

    /** How many columns a row has. */
    public int columns() {
        return keyWords + inputs() + 1;
    }

    /** How many columns of values, or of what they are computed from, a row brings. */
    public int inputs() {
        return program == null ? values : program.inputs();
    }

    /** The column of some values, where rows bring them. */
    public int valueColumn(int value) {
        return keyWords + value;
    }

    /** The last column. */
    public int flagsColumn() {
        return keyWords + inputs();
    }

    /** Whether chunks bring boundaries of panes. */
    public boolean hasBoundaries() {
        return time != null && time.elapsed == null;
    }

    /** Bytes that a group's key and totals take at most, and the slots of a hash table that it is found by. */
    public int bytesPerGroup() {
        int bytes = Long.BYTES * keyWords + SLOT_BYTES;
        for (Pick pick : picks) {
            bytes += pick.totals.bytesPerGroup();
        }
        return bytes;
    }

    /** Bytes that a row takes on its way, where nothing is NULL and all picks take it in. */
    public int bytesPerRow() {
        int computedWords = program == null ? 0 : program.keys().words().size();
        return Long.BYTES * (keyWords - computedWords + inputs());
    }
}
