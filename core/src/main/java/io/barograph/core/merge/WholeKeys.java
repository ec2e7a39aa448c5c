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
         */
        void take(long[][] words, int[] places, int count);
    }

    /** States that keep all values grow by about so many at once: who watches memory is asked behind these. */
    private static final int MOST_ROWS = 1 << 17;

    private final KeyEncoder encoder;
    private final DeviceKeys keys;
    private final Runnable between;
    private final long[][] words;
    private final int[] places = new int[Batch.CAPACITY];
    private int count;
    private long rows;

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
            if (count == places.length || rows >= MOST_ROWS) {
                give(taker);
            }
        }
    }

    /** Gives away what has been gathered. */
    void give(Taker taker) {
        int some = count;
        count = 0;
        rows = 0;
        if (some > 0) {
            taker.take(Arrays.copyOf(words, encoder.width()), places, some);
            between.run();
        }
    }
}
