package io.barograph.core.aggregate.totals;

import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How rows are brought into groups and added up: the contract of a device's kernels, and their scalar twin. Both ways give the same keys,
 * and of each the same totals, in whatever order rows are taken. What number a group has is no part of it.
 *
 * <p>Where the shape has a program, rows, and words of their keys, are computed first, as {@link ComputedRow} prescribes: those that it drops are no row of any group,
 * and undefined ones are left over as a whole.
 *
 * <p>Where a word is a time, and boundaries of panes come with rows, those that lie in no pane of these are left over, too.
 *
 * <p>Where there is no room for one more group, the rows of its key are left over; which keys these are is no part of the contract either, and from
 * the next chunk on a row of a key that has a group may be left over, too.
 */
public final class KeyedTotals {
    /** Stands in a row left over for all picks that take it in. */
    public static final int ALL_PICKS = 255;

    private static final int PICK_BITS = 8;
    private static final int NO_GROUP = -1;

    private final RowsShape shape;
    private final int capacity;
    private final Map<List<Long>, Integer> groups = new HashMap<>();
    private final List<List<Long>> keys = new ArrayList<>();
    private final List<GroupTotals> totals;
    private final @Nullable ComputedRow computed;
    private long[] boundaries = {};

    /** Room for so many groups; there are none. */
    public KeyedTotals(RowsShape shape, int capacity) {
        this.shape = shape;
        this.capacity = capacity;
        this.totals = shape.picks().stream()
                .map(pick -> GroupTotals.of(pick.totals(), capacity))
                .toList();
        this.computed = shape.program() == null ? null : new ComputedRow(shape.program());
    }

    /** How many groups there are. */
    public int groups() {
        return keys.size();
    }

    /** The words of a group's key. */
    public List<Long> key(int group) {
        return keys.get(group);
    }

    /** By pick. */
    public List<GroupTotals> totals() {
        return totals;
    }

    /** A row that is left over by a pick, or by {@link #ALL_PICKS}, as one number. */
    public static long leftOver(int row, int pick) {
        return (long) row << PICK_BITS | pick;
    }

    /** The row of {@link #leftOver}. */
    public static int leftRow(long left) {
        return (int) (left >>> PICK_BITS);
    }

    /** The pick of {@link #leftOver}. */
    public static int leftPick(long left) {
        return (int) left & ALL_PICKS;
    }

    /** From now on rows' times lie in these panes: see {@link RowsShape.PanedTime#hold}. */
    public void setBoundaries(long[] sorted) {
        boundaries = sorted.clone();
    }

    /**
     * Adds the rows of a chunk.
     *
     * @param columns as the shape says; of key words that are null all are 0, of flags all bits are set
     * @return what is left over to the caller: see {@link #leftOver}
     */
    public long[] add(@Nullable LongBuffer[] columns, int rows) {
        long[] left = new long[rows * Math.max(1, shape.picks().size())];
        int leftCount = 0;
        int[] found = new int[rows];
        LongBuffer flags = columns[shape.flagsColumn()];
        @Nullable LongBuffer[] values = new LongBuffer[shape.values()];
        for (int value = 0; value < values.length; value++) {
            values[value] = computed == null ? columns[shape.valueColumn(value)] : LongBuffer.allocate(rows);
        }
        LongBuffer picked = computed == null ? flags : LongBuffer.allocate(rows);
        for (int row = 0; row < rows; row++) {
            ComputedRow.Fate fate =
                    computed == null ? ComputedRow.Fate.TAKEN : compute(computed, columns, row, values, picked);
            found[row] = fate == ComputedRow.Fate.TAKEN ? find(columns, row) : NO_GROUP;
            if (found[row] == NO_GROUP && fate != ComputedRow.Fate.DROPPED) {
                left[leftCount++] = leftOver(row, ALL_PICKS);
            }
        }
        for (int pick = 0; pick < shape.picks().size(); pick++) {
            leftCount = add(pick, values, picked, found, left, leftCount);
        }
        return Arrays.copyOf(left, leftCount);
    }

    private ComputedRow.Fate compute(
            ComputedRow row,
            @Nullable LongBuffer[] columns,
            int number,
            @Nullable LongBuffer[] values,
            @Nullable LongBuffer flags) {
        ComputedRow.Fate fate = row.compute(columns, columns[shape.flagsColumn()], number);
        if (fate == ComputedRow.Fate.TAKEN) {
            for (int value = 0; value < values.length; value++) {
                Objects.requireNonNull(values[value]).put(number, row.value(value));
            }
            Objects.requireNonNull(flags).put(number, row.flags());
        }
        return fate;
    }

    private int find(@Nullable LongBuffer[] columns, int row) {
        List<Long> key = new ArrayList<>();
        for (int word = 0; word < shape.keyWords(); word++) {
            LongBuffer column = columns[word];
            long brought = column == null ? 0 : column.get(row);
            long given = computed == null ? brought : computed.keyWord(word, brought);
            RowsShape.PanedTime time = shape.time();
            if (time == null || time.word() != word) {
                key.add(given);
            } else if (time.hold(given, boundaries)) {
                key.add(time.start(given, boundaries));
            } else {
                return NO_GROUP;
            }
        }
        Integer known = groups.get(key);
        if (known != null) {
            return known;
        }
        if (keys.size() == capacity) {
            return NO_GROUP;
        }
        groups.put(key, keys.size());
        keys.add(key);
        return keys.size() - 1;
    }

    private int add(
            int pick,
            @Nullable LongBuffer[] allValues,
            @Nullable LongBuffer flags,
            int[] found,
            long[] left,
            int leftBefore) {
        RowsShape.Pick of = shape.picks().get(pick);
        int[] picked = new int[found.length];
        IntBuffer pickedGroups = IntBuffer.allocate(found.length);
        int count = 0;
        for (int row = 0; row < found.length; row++) {
            if (found[row] != NO_GROUP && (flags == null || (flags.get(row) >>> pick & 1) != 0)) {
                picked[count] = row;
                pickedGroups.put(count++, found[row]);
            }
        }
        List<LongBuffer> values = new ArrayList<>();
        for (int value : of.values()) {
            LongBuffer column = Objects.requireNonNull(allValues[value]);
            LongBuffer pickedValues = LongBuffer.allocate(count);
            for (int i = 0; i < count; i++) {
                pickedValues.put(i, column.get(picked[i]));
            }
            values.add(pickedValues);
        }
        TotalsKernel.chooseWindows(totals.get(pick), pickedGroups, values, count);
        int[] rows = new int[count];
        int leftRows = TotalsKernel.add(totals.get(pick), pickedGroups, values, count, rows);
        for (int i = 0; i < leftRows; i++) {
            left[leftBefore + i] = leftOver(picked[rows[i]], pick);
        }
        return leftBefore + leftRows;
    }
}
