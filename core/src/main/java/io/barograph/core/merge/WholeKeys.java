package io.barograph.core.merge;

import io.barograph.core.column.Batch;
import java.util.Arrays;

/** Gathers whole keys of what a device gives back, each as often as its time has windows, and gives them away, many at once. */
final class WholeKeys {
    /** Takes keys. */
    @FunctionalInterface
    interface Taker {
        /**
         * @param words by word of the encoder
         * @param places what each key was gathered for, ascending
         * @param count at most {@link Batch#CAPACITY}
         * @param from so many rows of each were taken before: at first 0, and as long as there are more, {@link #MOST_ROWS} more each time
         */
        void take(long[][] words, int[] places, int count, long from);
    }

    /** States that keep all rows take so many of a key, and about as many of all, at once: who watches memory is asked behind these. */
    static final int MOST_ROWS = 1 << 14;

    private final KeyEncoder encoder;
    private final DeviceKeys keys;
    private final Runnable between;
    private final long[][] words;
    private final int[] places = new int[Batch.CAPACITY];
    private int count;
    /** Of all keys together, and of that which has most. */
    private long rows;

    private long mostRows;

    /** @param between asked whenever some have been given away */
    WholeKeys(KeyEncoder encoder, DeviceKeys keys, Runnable between) {
        this.encoder = encoder;
        this.keys = keys;
        this.between = between;
        this.words = new long[encoder.columns() + encoder.maskWords()][Batch.CAPACITY];
    }

    /**
     * Gathers those of the key that was taken last.
     *
     * @param rowsOfEach for how many rows each of them stands that a state keeps one by one
     */
    void add(int place, long rowsOfEach, Taker taker) {
        if (keys.haveNulls()) {
            encoder.makeNullable();
        }
        int whole = keys.wholeKeys();
        for (int number = 0; number < whole; number++) {
            keys.put(number, words, count);
            places[count++] = place;
            rows += rowsOfEach;
            mostRows = Math.max(mostRows, rowsOfEach);
            if (count == places.length || rows >= MOST_ROWS) {
                give(taker);
            }
        }
    }

    /** Gives away what has been gathered. */
    void give(Taker taker) {
        for (long from = 0; count > 0 && (from == 0 || from < mostRows); from += MOST_ROWS) {
            taker.take(Arrays.copyOf(words, encoder.width()), places, count, from);
            between.run();
        }
        count = 0;
        rows = 0;
        mostRows = 0;
    }
}
