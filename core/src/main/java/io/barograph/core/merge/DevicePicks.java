package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** Which rows feed which states of a table, as a device is told: a pick for every combination of arguments and filter. */
final class DevicePicks implements DeviceRows {
    /** The states of one pick, and the rows that they add themselves. */
    private static final class Pick {
        final List<Integer> arguments;
        final int filter;
        final int[] groups = new int[Batch.CAPACITY];
        /** Of the arguments whose values are looked at. */
        final Column[] columns;

        List<TotalsState> states;
        int size;

        Pick(List<TotalsState> states, List<Integer> arguments, int filter, Column[] columns) {
            this.states = states;
            this.arguments = arguments;
            this.filter = filter;
            this.columns = columns;
        }

        void addLeft() {
            for (TotalsState state : states) {
                state.add(columns, groups, size);
            }
            size = 0;
        }
    }

    /**
     * A column of values.
     *
     * @param argument column of the input
     * @param isUpper whether it is that of the upper words of DECIMALs of two
     */
    private record Value(int argument, boolean isUpper) {}

    private final Schema input;
    private final List<Pick> picks = new ArrayList<>();
    private final List<RowsShape.Pick> shapes = new ArrayList<>();
    /** What travels. */
    private final List<Value> values = new ArrayList<>();

    private final long[] flags = new long[Batch.CAPACITY];

    private final @Nullable TalliedValues tallied;

    /**
     * @param input the columns of the batches
     * @param tallied what takes values with their counts, by these picks; null where nothing does
     */
    DevicePicks(Schema input, @Nullable TalliedValues tallied) {
        this.input = input;
        this.tallied = tallied;
    }

    /** What takes values with their counts; null where nothing does. */
    @Nullable
    TalliedValues tallied() {
        return tallied;
    }

    /**
     * Adds a pick.
     *
     * @param states that its rows feed
     * @param shape what they need
     * @param rowArguments of the states; where values are looked at, as many as a row has
     * @param filter index of a BOOLEAN column, or -1
     */
    void add(List<TotalsState> states, TotalsShape shape, List<Integer> rowArguments, int filter) {
        List<Integer> travelling = new ArrayList<>();
        Column[] columns = new Column[shape.values()];
        for (int column = 0; column < columns.length; column++) {
            int argument = rowArguments.get(column);
            columns[column] = emptyColumn(input.type(argument), shape.isInteger(column));
            travelling.add(placeOf(new Value(argument, false)));
            if (shape.isWide()) {
                travelling.add(placeOf(new Value(argument, true)));
            }
        }
        shapes.add(new RowsShape.Pick(shape, travelling));
        picks.add(new Pick(states, rowArguments, filter, columns));
    }

    private int placeOf(Value value) {
        if (!values.contains(value)) {
            values.add(value);
        }
        return values.indexOf(value);
    }

    private static Column emptyColumn(Type type, boolean isInteger) {
        if (!isInteger) {
            return new DoubleColumn(new double[Batch.CAPACITY], Validity.ALL);
        }
        if (type == Type.BOOLEAN) {
            return new BooleanColumn(new boolean[Batch.CAPACITY], Validity.ALL);
        }
        return type.isDecimal()
                ? new DecimalColumn(type, new long[Batch.CAPACITY], new long[Batch.CAPACITY], Validity.ALL)
                : new LongColumn(type, new long[Batch.CAPACITY], Validity.ALL);
    }

    List<RowsShape.Pick> shapes() {
        return shapes;
    }

    /** The shape of rows with these keys that bring what these picks take in. */
    RowsShape rows(DeviceKeys keys, @Nullable DeferredRows deferred) {
        return new RowsShape(
                keys.count(), keys.time(), columns(), shapes, deferred == null ? null : deferred.program());
    }

    /** The arguments' columns that have values, by value. */
    List<Integer> arguments() {
        return values.stream().map(Value::argument).toList();
    }

    /** Whether a column of values is that of the upper words of DECIMALs of two. */
    boolean isUpper(int value) {
        return values.get(value).isUpper;
    }

    /** The arguments of a pick, none of which is NULL in a row that it takes in. */
    List<Integer> arguments(int pick) {
        return picks.get(pick).arguments;
    }

    /** The filter of a pick, or -1. */
    int filter(int pick) {
        return picks.get(pick).filter;
    }

    @Override
    public int columns() {
        return values.size();
    }

    /** A column of values; those at NULL positions no pick takes in. */
    @Override
    public Column column(Batch batch, int value) {
        Column column = batch.column(values.get(value).argument);
        return values.get(value).isUpper
                ? new LongColumn(Type.BIGINT, ((DecimalColumn) column).high(), column.validity())
                : column;
    }

    /** Looks which picks take in which rows of a batch. */
    @Override
    public boolean flag(Batch batch) {
        boolean hasFlags = false;
        Arrays.fill(flags, 0, batch.size(), ALL);
        for (int pick = 0; pick < picks.size(); pick++) {
            Pick of = picks.get(pick);
            for (int argument : of.arguments) {
                Validity validity = batch.column(argument).validity();
                if (validity.hasNulls() && validity.countPresent(batch.size()) < batch.size()) {
                    drop(pick, batch.size(), validity);
                    hasFlags = true;
                }
            }
            if (of.filter >= 0) {
                drop(pick, batch.size(), (BooleanColumn) batch.column(of.filter));
                hasFlags = true;
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

    /** From now on rows feed the states of others, which were made for the same calls. */
    void feed(DevicePicks others) {
        for (int pick = 0; pick < picks.size(); pick++) {
            picks.get(pick).states = others.picks.get(pick).states;
        }
        if (tallied != null && others.tallied != null) {
            tallied.feed(others.tallied);
        }
    }

    /** Takes over the totals of some groups, by pick. */
    void take(List<GroupTotals> totals, int[] groups, int count) {
        for (int pick = 0; pick < picks.size(); pick++) {
            for (TotalsState state : picks.get(pick).states) {
                state.addTotals(totals.get(pick), groups, count);
            }
        }
    }

    /**
     * Takes a row that the device has left over; {@link #addLeft} adds it.
     *
     * @param words by column of values
     */
    void leave(int pick, IntToLongFunction words, int group) {
        Pick of = picks.get(pick);
        RowsShape.Pick shape = shapes.get(pick);
        for (int column = 0; column < of.columns.length; column++) {
            long value = words.applyAsLong(shape.values().get(column));
            if (of.columns[column] instanceof DoubleColumn doubles) {
                doubles.values()[of.size] = Double.longBitsToDouble(value);
            } else if (of.columns[column] instanceof DecimalColumn decimals) {
                decimals.high()[of.size] = shape.totals().isWide()
                        ? words.applyAsLong(shape.values().get(1))
                        : value >> 63;
                decimals.low()[of.size] = value;
            } else if (of.columns[column] instanceof BooleanColumn truths) {
                truths.values()[of.size] = value != 0;
            } else {
                ((LongColumn) of.columns[column]).values()[of.size] = value;
            }
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
