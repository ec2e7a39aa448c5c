package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.ComputedRow;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.window.Panes;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which words of a key travel to a device, and how whole keys are made of them again: bounds of windows stay here, since they follow from
 * a time, which may be in several windows. Masks of what is NULL come last.
 *
 * <p>Whole keys are made of one that was {@link #take taken}; belongs to one thread.
 */
final class DeviceKeys {
    /** Stands for the encoder's word of one that is no part of whole keys. */
    private static final int NO_KEY = Integer.MAX_VALUE;

    private final @Nullable WindowKeys windows;
    private final @Nullable Panes panes;
    /** By word on the device, that of the encoder. */
    private final int[] words;

    private final RowsShape.@Nullable PanedTime time;
    /** Columns of keys. */
    private final int columns;

    private final long[] taken;

    private final int tallied;

    /**
     * @param columns of keys
     * @param tallied how many values that are counted travel in front of the keys
     */
    DeviceKeys(int columns, int maskWords, @Nullable WindowKeys windows, int tallied) {
        this.windows = windows;
        this.columns = columns;
        this.panes = windows == null ? null : windows.panes();
        int bounds =
                windows == null ? 0 : windows.starts().size() + windows.ends().size() - 1;
        this.tallied = tallied;
        words = new int[tallied + columns + maskWords - bounds];
        Arrays.fill(words, 0, tallied, NO_KEY);
        int count = tallied;
        int timeWord = 0;
        for (int word = 0; word < columns + maskWords; word++) {
            boolean isTime = windows != null && windows.time() == word;
            timeWord = isTime ? count : timeWord;
            if (isTime
                    || windows == null
                    || !windows.starts().contains(word) && !windows.ends().contains(word)) {
                words[count++] = word;
            }
        }
        time = panes == null ? null : new RowsShape.PanedTime(timeWord, panes.elapsed());
        taken = new long[words.length];
    }

    /** How many words travel. */
    int count() {
        return words.length;
    }

    /** The encoder's word of one that travels; beyond all of them for a value that is counted. */
    int encoderWord(int word) {
        return words[word];
    }

    /** How many words, the first ones, are values that are counted. */
    int tallied() {
        return tallied;
    }

    RowsShape.@Nullable PanedTime time() {
        return time;
    }

    /** The column of keys that a time travels in the place of; only where there are windows. */
    int timeColumn() {
        return Objects.requireNonNull(windows).time();
    }

    /** Whether a time's windows can be named: others are no matter of groups. */
    boolean hold(long at) {
        return panes != null && panes.hold(at);
    }

    /** About how many whole keys one makes. */
    double windowsOfTime() {
        return windows == null ? 1 : windows.window().windows();
    }

    /** The windows' panes. */
    @Nullable
    Panes panes() {
        return panes;
    }

    /** Takes the key of a row as it travelled. */
    void take(@Nullable LongBuffer[] chunk, int row) {
        for (int word = 0; word < words.length; word++) {
            LongBuffer column = chunk[word];
            taken[word] = column == null ? 0 : column.get(row);
        }
    }

    /** Takes the key of a row of which words are computed. */
    void take(@Nullable LongBuffer[] chunk, int row, ComputedRow computed) {
        take(chunk, row);
        for (int word = 0; word < words.length; word++) {
            taken[word] = computed.keyWord(word, taken[word]);
        }
    }

    /** Whether something is NULL of the key that was taken. */
    boolean haveNulls() {
        for (int word = words.length - 1; word >= tallied && words[word] >= columns; word--) {
            if (taken[word] != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes the key of a group.
     *
     * @param found by word that travels, then by group
     */
    void take(long[][] found, int group) {
        for (int word = 0; word < words.length; word++) {
            taken[word] = found[word][group];
        }
    }

    /** How many whole keys it makes: one for each window of its time. */
    int wholeKeys() {
        if (panes == null || time == null) {
            return 1;
        }
        panes.find(taken[time.word()]);
        return panes.windows();
    }

    /**
     * Writes one of these, of a key that {@link #wholeKeys} was asked about.
     *
     * @param keys by the encoder's word; what it does not have is left out
     */
    void put(int number, long[][] keys, int at) {
        putTime(keys, at);
        if (windows != null && panes != null) {
            for (int start : windows.starts()) {
                keys[start][at] = panes.windowStart(number);
            }
            for (int end : windows.ends()) {
                keys[end][at] = panes.windowEnd(number);
            }
        }
    }

    /** Writes the key as it travelled, with a time in place of one bound; others are of no meaning. */
    void putTime(long[][] keys, int at) {
        for (int word = 0; word < words.length; word++) {
            if (words[word] < keys.length) {
                keys[words[word]][at] = taken[word];
            }
        }
    }
}
