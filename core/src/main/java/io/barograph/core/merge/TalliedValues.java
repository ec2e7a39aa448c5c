package io.barograph.core.merge;

import io.barograph.core.aggregate.TalliedState;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A column of which a device counts each value, by group: rows bring it as a word more of their keys, and states that ask for the values
 * take each with its count. NULL travels as some value: no pick of the column takes such rows in, and so none counts them.
 */
final class TalliedValues {
    /** The states that a pick's rows feed, and the values of rows that come one by one. */
    private static final class Pick {
        final int number;
        final long[] words = new long[Batch.CAPACITY];
        final int[] groups = new int[Batch.CAPACITY];
        List<TalliedState> states;
        int size;

        Pick(int number, List<TalliedState> states) {
            this.number = number;
            this.states = states;
        }
    }

    private final int argument;
    private final ValueCodec codec;
    private final List<Pick> picks = new ArrayList<>();
    private final long[] words = new long[Batch.CAPACITY];
    private final long[] counts = new long[Batch.CAPACITY];
    private final int[] groups = new int[Batch.CAPACITY];
    private final long[] ones = new long[Batch.CAPACITY];

    /**
     * @param argument column of the input
     * @param type its
     */
    TalliedValues(int argument, Type type) {
        this.argument = argument;
        this.codec = new ValueCodec(type);
        Arrays.fill(ones, 1);
    }

    /** Adds the states of a pick of the column, by the pick's number. */
    void add(int pick, List<TalliedState> states) {
        picks.add(new Pick(pick, states));
    }

    /** The words of a batch's values; valid until the next call. */
    long[] encode(Batch batch) {
        Column column = batch.column(argument);
        Validity validity = column.validity();
        codec.encode(column, batch.size(), words);
        if (validity.hasNulls()) {
            for (int i = 0; i < batch.size(); i++) {
                words[i] = validity.isNull(i) ? 0 : words[i];
            }
        }
        return words;
    }

    /** From now on values feed the states of others, which were made for the same calls. */
    void feed(TalliedValues others) {
        for (int pick = 0; pick < picks.size(); pick++) {
            picks.get(pick).states = others.picks.get(pick).states;
        }
    }

    /**
     * Takes values with their counts.
     *
     * @param found words, each at the place that {@code places} has
     * @param totals by pick, in order
     * @param into the group of each
     * @param count at most {@link Batch#CAPACITY}
     */
    void take(long[] found, int[] places, List<GroupTotals> totals, int[] into, int count) {
        for (Pick pick : picks) {
            long[] ofPick = totals.get(pick.number).counts();
            long[] some = new long[count];
            int size = 0;
            for (int i = 0; i < count; i++) {
                some[size] = found[places[i]];
                counts[size] = ofPick[i];
                groups[size] = into[i];
                size += ofPick[i] > 0 ? 1 : 0;
            }
            add(pick, some, counts, groups, size);
        }
    }

    private void add(Pick pick, long[] some, long[] times, int[] into, int size) {
        Column values = codec.decode(some, size, Validity.ALL);
        for (TalliedState state : pick.states) {
            state.addTallied(values, times, into, size);
        }
    }

    /** How many rows a group's value stands for. */
    long rows(List<GroupTotals> totals, int group) {
        long most = 0;
        for (Pick pick : picks) {
            most = Math.max(most, totals.get(pick.number).counts()[group]);
        }
        return most;
    }

    /** Takes the value of a row that the device has left over by a pick; {@link #addLeft} adds it. */
    void leave(int number, long word, int group) {
        for (Pick pick : picks) {
            if (pick.number == number) {
                pick.words[pick.size] = word;
                pick.groups[pick.size++] = group;
                if (pick.size == pick.words.length) {
                    addLeft(pick);
                }
            }
        }
    }

    private void addLeft(Pick pick) {
        add(pick, pick.words, ones, pick.groups, pick.size);
        pick.size = 0;
    }

    /** Adds what was taken. */
    void addLeft() {
        picks.forEach(this::addLeft);
    }

    /** Bytes of heap that what is known of values takes. */
    long memoryBytes() {
        return codec.memoryBytes();
    }
}
