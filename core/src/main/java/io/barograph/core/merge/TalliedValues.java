package io.barograph.core.merge;

import io.barograph.core.aggregate.GroupedState;
import io.barograph.core.aggregate.TalliedState;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns of which a device counts each tuple of values, by group, for states that take no totals: rows bring values as words more of their keys,
 * and states take each tuple of their arguments with its count, or as often as it came. NULL travels as some value: no pick that has the column
 * among its arguments takes such rows in, and so none counts them.
 */
final class TalliedValues {
    /** The states that a pick's rows feed, and rows on their way to these. */
    private static final class Pick {
        final int number;
        /** By argument, its place among the columns. */
        final int[] columns;
        /** By argument. */
        final long[][] words;

        final int[] groups = new int[Batch.CAPACITY];
        /** Of tuples that come with one. */
        final long[] counts = new long[Batch.CAPACITY];

        int size;
        /** Those that take tuples with their counts. */
        List<TalliedState> counting = List.of();
        /** Those that take each row. */
        List<GroupedState> others = List.of();

        Pick(int number, int[] columns, List<GroupedState> states) {
            this.number = number;
            this.columns = columns;
            this.words = new long[columns.length][Batch.CAPACITY];
            feed(states);
        }

        void feed(List<GroupedState> states) {
            counting = states.stream()
                    .filter(TalliedState.class::isInstance)
                    .map(TalliedState.class::cast)
                    .toList();
            others = states.stream()
                    .filter(state -> !(state instanceof TalliedState))
                    .toList();
        }

        void put(long[][] found, int place, int group) {
            for (int argument = 0; argument < columns.length; argument++) {
                words[argument][size] = found[columns[argument]][place];
            }
            groups[size++] = group;
        }

        boolean isFull() {
            return size == groups.length;
        }

        List<GroupedState> states() {
            List<GroupedState> all = new ArrayList<>(counting);
            all.addAll(others);
            return all;
        }
    }

    private final List<Integer> columns;
    private final ValueCodec[] codecs;
    private final List<Pick> picks = new ArrayList<>();
    /** By column. */
    private final long[][] words;

    /**
     * @param input the columns of batches
     * @param columns of these
     */
    TalliedValues(Schema input, List<Integer> columns) {
        this.columns = columns;
        this.codecs = columns.stream()
                .map(column -> new ValueCodec(input.type(column)))
                .toArray(ValueCodec[]::new);
        this.words = new long[codecs.length][Batch.CAPACITY];
    }

    /**
     * Adds the states of a pick.
     *
     * @param pick its number
     * @param arguments of the states, all among the columns
     */
    void add(int pick, List<Integer> arguments, List<GroupedState> states) {
        picks.add(new Pick(pick, arguments.stream().mapToInt(columns::indexOf).toArray(), states));
    }

    /**
     * The words of a batch's values, by column; valid until the next call. Where no pick that looks at a column takes a row in, its word is 0:
     * so such rows make no tuples, and their texts are not kept.
     *
     * @param flags by row, a bit for each pick that takes it in; null where all do
     */
    long[][] encode(Batch batch, long @Nullable [] flags) {
        for (int i = 0; i < words.length; i++) {
            Column column = batch.column(columns.get(i));
            if (flags == null) {
                codecs[i].encode(column, batch.size(), words[i]);
            } else {
                encodeTaken(i, column, batch.size(), flags);
            }
        }
        return words;
    }

    private void encodeTaken(int place, Column column, int size, long[] flags) {
        long looking = 0;
        for (Pick pick : picks) {
            looking |= Arrays.stream(pick.columns).anyMatch(each -> each == place) ? 1L << pick.number : 0;
        }
        long[] taken = new long[Validity.wordCount(size)];
        for (int row = 0; row < size; row++) {
            if ((flags[row] & looking) != 0) {
                Validity.setPresent(taken, row);
            }
        }
        Validity validity = Validity.of(taken);
        codecs[place].encode(column.withValidity(validity), size, words[place]);
        for (int row = 0; row < size; row++) {
            words[place][row] = validity.isPresent(row) ? words[place][row] : 0;
        }
    }

    /** From now on values feed the states of others, which were made for the same calls. */
    void feed(TalliedValues others) {
        for (int pick = 0; pick < picks.size(); pick++) {
            picks.get(pick).feed(others.picks.get(pick).states());
        }
    }

    /**
     * Takes tuples with their counts.
     *
     * @param found words by column, each tuple's at the place that {@code places} has
     * @param totals by pick, by place
     * @param into the group of each tuple
     * @param count how many tuples, at most {@link Batch#CAPACITY}
     * @param from so many rows of each were taken before; at most {@link WholeKeys#MOST_ROWS} more are now
     */
    void take(long[][] found, int[] places, List<GroupTotals> totals, int[] into, int count, long from) {
        for (Pick pick : picks) {
            long[] ofPick = totals.get(pick.number).counts();
            if (from == 0 && !pick.counting.isEmpty()) {
                for (int i = 0; i < count; i++) {
                    if (ofPick[places[i]] > 0) {
                        pick.counts[pick.size] = ofPick[places[i]];
                        pick.put(found, places[i], into[i]);
                    }
                }
                Column[] arguments = arguments(pick);
                pick.counting.forEach(state -> state.addTallied(arguments, pick.counts, pick.groups, pick.size));
                pick.size = 0;
            }
            if (!pick.others.isEmpty()) {
                takeRows(pick, found, places, ofPick, into, count, from);
            }
        }
    }

    private void takeRows(Pick pick, long[][] found, int[] places, long[] counts, int[] into, int count, long from) {
        for (int i = 0; i < count; i++) {
            for (long rows = Math.min(counts[places[i]] - from, WholeKeys.MOST_ROWS); rows > 0; rows--) {
                pick.put(found, places[i], into[i]);
                if (pick.isFull()) {
                    addRows(pick, pick.others);
                }
            }
        }
        addRows(pick, pick.others);
    }

    private Column[] arguments(Pick pick) {
        Column[] arguments = new Column[pick.columns.length];
        Arrays.setAll(
                arguments,
                argument -> codecs[pick.columns[argument]].decode(pick.words[argument], pick.size, Validity.ALL));
        return arguments;
    }

    private void addRows(Pick pick, List<GroupedState> states) {
        Column[] arguments = arguments(pick);
        states.forEach(state -> state.add(arguments, pick.groups, pick.size));
        pick.size = 0;
    }

    /** For how many rows a tuple stands that some state takes one by one. */
    long rows(List<GroupTotals> totals, int group) {
        long most = 0;
        for (Pick pick : picks) {
            if (!pick.others.isEmpty()) {
                most = Math.max(most, totals.get(pick.number).counts()[group]);
            }
        }
        return most;
    }

    /** Takes the values of a row that the device has left over by a pick; {@link #addLeft} adds it. */
    void leave(int number, @Nullable LongBuffer[] chunk, int row, int group) {
        for (Pick pick : picks) {
            if (pick.number == number) {
                for (int argument = 0; argument < pick.columns.length; argument++) {
                    LongBuffer column = chunk[pick.columns[argument]];
                    pick.words[argument][pick.size] = column == null ? 0 : column.get(row);
                }
                pick.groups[pick.size++] = group;
                if (pick.isFull()) {
                    addRows(pick, pick.states());
                }
            }
        }
    }

    /** Adds what was taken. */
    void addLeft() {
        picks.forEach(pick -> addRows(pick, pick.states()));
    }

    /** Lets go of the texts that words stand for: of those that were encoded none is to come any more. */
    void forget() {
        for (int i = 0; i < codecs.length; i++) {
            if (codecs[i].isCoded()) {
                codecs[i] = new ValueCodec(codecs[i].type());
            }
        }
        // A state knows the texts of the column that came last: so these go, too.
        addLeft();
    }

    /** Bytes of heap that what is known of values takes. */
    long memoryBytes() {
        return Arrays.stream(codecs).mapToLong(ValueCodec::memoryBytes).sum();
    }
}
