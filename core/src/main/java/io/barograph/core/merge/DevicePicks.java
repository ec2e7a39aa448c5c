package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which rows feed which states of a table, as a device is told: a pick for every combination of argument and filter. */
final class DevicePicks implements DeviceRows {
    /** The states of one pick, and the rows that they add themselves. */
    private static final class Pick {
        final List<TotalsState> states;
        final int argument;
        final int filter;
        final int[] groups = new int[Batch.CAPACITY];
        final long[] longs;
        final double[] doubles;
        final Column[] columns;
        int size;

        Pick(List<TotalsState> states, int argument, int filter, TotalsShape shape, Type type) {
            this.states = states;
            this.argument = argument;
            this.filter = filter;
            boolean isDouble = shape.hasValues() && !shape.integers();
            longs = new long[isDouble ? 0 : Batch.CAPACITY];
            doubles = new double[isDouble ? Batch.CAPACITY : 0];
            columns = new Column[] {
                isDouble
                        ? new DoubleColumn(doubles, Validity.ALL)
                        : new LongColumn(shape.hasValues() ? type : Type.BIGINT, longs, Validity.ALL)
            };
        }

        void addLeft() {
            for (TotalsState state : states) {
                state.add(columns, groups, size);
            }
            size = 0;
        }
    }

    private final Schema input;
    private final List<Pick> picks = new ArrayList<>();
    private final List<RowsShape.Pick> shapes = new ArrayList<>();
    /** The input's columns whose values travel. */
    private final List<Integer> arguments = new ArrayList<>();

    private final long[] flags = new long[Batch.CAPACITY];

    /** @param input the columns of the batches */
    DevicePicks(Schema input) {
        this.input = input;
    }

    /**
     * Adds a pick.
     *
     * @param states that its rows feed
     * @param shape what they need
     * @param rowArguments of the states: one, or none
     * @param filter index of a BOOLEAN column, or -1
     */
    void add(List<TotalsState> states, TotalsShape shape, List<Integer> rowArguments, int filter) {
        int argument = rowArguments.isEmpty() ? -1 : rowArguments.get(0);
        int value = 0;
        if (shape.hasValues()) {
            if (!arguments.contains(argument)) {
                arguments.add(argument);
            }
            value = arguments.indexOf(argument);
        }
        shapes.add(new RowsShape.Pick(shape, value));
        picks.add(new Pick(states, argument, filter, shape, argument < 0 ? Type.BIGINT : input.type(argument)));
    }

    List<RowsShape.Pick> shapes() {
        return shapes;
    }

    /** The arguments' columns that have values, by value. */
    List<Integer> arguments() {
        return arguments;
    }

    /** The argument of a pick, or -1. */
    int argument(int pick) {
        return picks.get(pick).argument;
    }

    /** The filter of a pick, or -1. */
    int filter(int pick) {
        return picks.get(pick).filter;
    }

    @Override
    public int columns() {
        return arguments.size();
    }

    /** A column of values; those at NULL positions no pick takes in. */
    @Override
    public Column column(Batch batch, int value) {
        return batch.column(arguments.get(value));
    }

    /** Looks which picks take in which rows of a batch. */
    @Override
    public boolean flag(Batch batch) {
        boolean hasFlags = false;
        for (int pick = 0; pick < picks.size(); pick++) {
            Pick of = picks.get(pick);
            Validity validity =
                    of.argument < 0 ? Validity.ALL : batch.column(of.argument).validity();
            boolean hasNulls = validity.hasNulls() && validity.countPresent(batch.size()) < batch.size();
            if (!hasFlags && (hasNulls || of.filter >= 0)) {
                Arrays.fill(flags, 0, batch.size(), ALL);
                hasFlags = true;
            }
            if (hasNulls) {
                drop(pick, batch.size(), validity);
            }
            if (of.filter >= 0) {
                drop(pick, batch.size(), (BooleanColumn) batch.column(of.filter));
            }
        }
        return hasFlags;
    }

    private void drop(int pick, int size, Validity validity) {
        for (int i = 0; i < size; i++) {
            if (validity.isNull(i)) {
                flags[i] &= ~(1L << pick);
            }
        }
    }

    private void drop(int pick, int size, BooleanColumn filter) {
        for (int i = 0; i < size; i++) {
            if (!filter.values()[i] || filter.validity().isNull(i)) {
                flags[i] &= ~(1L << pick);
            }
        }
    }

    @Override
    public long[] flags() {
        return flags;
    }

    /** Takes over the totals of some groups, by pick. */
    void take(List<GroupTotals> totals, int[] groups, int count) {
        for (int pick = 0; pick < picks.size(); pick++) {
            for (TotalsState state : picks.get(pick).states) {
                state.addTotals(totals.get(pick), groups, count);
            }
        }
    }

    /** Takes a row that the device has left over; {@link #addLeft} adds it. */
    void leave(int pick, long value, int group) {
        Pick of = picks.get(pick);
        if (of.doubles.length > 0) {
            of.doubles[of.size] = Double.longBitsToDouble(value);
        } else {
            of.longs[of.size] = value;
        }
        of.groups[of.size++] = group;
        if (of.size == of.groups.length) {
            of.addLeft();
        }
    }

    /** Adds what was taken. */
    void addLeft() {
        picks.forEach(Pick::addLeft);
    }
}
