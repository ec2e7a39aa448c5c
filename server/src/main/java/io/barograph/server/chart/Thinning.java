package io.barograph.server.chart;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Which of many readings draw what all would: of those in a cell, which is a line's part of a column, the first, the last, the least and
 * the greatest, as M4 chooses them. One pass over readings of any order; their order decides nothing.
 */
final class Thinning {
    private static final int NONE = -1;

    private final long[] times;
    private final double[] values;
    private final int[] first;
    private final int[] last;
    private final int[] least;
    private final int[] most;

    /**
     * @param times of the readings; read, not copied
     * @param values the same
     */
    Thinning(long[] times, double[] values, int cells) {
        this.times = times;
        this.values = values;
        this.first = none(cells);
        this.last = none(cells);
        this.least = none(cells);
        this.most = none(cells);
    }

    private static int[] none(int cells) {
        int[] readings = new int[cells];
        Arrays.fill(readings, NONE);
        return readings;
    }

    /** Takes a reading, by its index, into a cell. */
    void add(int cell, int reading) {
        if (first[cell] == NONE) {
            first[cell] = reading;
            last[cell] = reading;
            least[cell] = reading;
            most[cell] = reading;
            return;
        }
        if (isEarlier(reading, first[cell])) {
            first[cell] = reading;
        }
        if (isEarlier(last[cell], reading)) {
            last[cell] = reading;
        }
        if (isLess(reading, least[cell])) {
            least[cell] = reading;
        }
        if (values[reading] > values[most[cell]]
                || values[reading] == values[most[cell]] && times[reading] < times[most[cell]]) {
            most[cell] = reading;
        }
    }

    private boolean isEarlier(int one, int other) {
        return times[one] < times[other] || times[one] == times[other] && values[one] < values[other];
    }

    private boolean isLess(int one, int other) {
        return values[one] < values[other] || values[one] == values[other] && times[one] < times[other];
    }

    /** The indexes of the readings that are wanted, at most four of a cell. */
    BitSet chosen() {
        BitSet chosen = new BitSet();
        for (int[] readings : new int[][] {first, last, least, most}) {
            IntStream.of(readings).filter(reading -> reading != NONE).forEach(chosen::set);
        }
        return chosen;
    }
}
