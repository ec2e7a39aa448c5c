package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.device.Device;
import io.barograph.core.device.DeviceTotals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * Rows on their way to a device, which adds them up by group, and their totals on the way back into states. What the device leaves over is
 * added by the states themselves.
 *
 * <p>The device has room for a range of group numbers. Where groups outgrow it, all totals are brought back and it starts afresh, with more
 * room; with as much as it may take, and for the latest groups, where that is not enough. Rows of groups below the range are added here.
 */
final class DeviceFeed implements AutoCloseable {
    /** So many groups there is room for at first, and by so much more each time that they outgrow it. */
    private static final int FIRST_GROUPS = 1 << 12;

    private static final int GROWTH = 4;
    /** A batch may bring as many groups as rows, and the range moves by half of itself. */
    private static final int LEAST_GROUPS = 2 * Batch.CAPACITY;

    private final List<TotalsState> states;
    private final TotalsShape shape;
    private final DeviceTotals totals;
    private final int mostGroups;

    private int firstGroup;
    /** Behind the last group of the range whose rows were sent. */
    private int usedGroups;

    private IntBuffer groups;
    private LongBuffer longs;
    private DoubleBuffer doubles;
    private int filled;

    private final int[] hereGroups = new int[Batch.CAPACITY];
    private final long[] hereLongs;
    private final double[] hereDoubles;
    private final Column[] hereColumns;
    private int here;

    /**
     * @param states that are fed with the same rows
     * @param shape what they need of them
     * @param argument the type of the values; of rows that are only counted, any that is carried as a long
     * @param deviceBytes that all groups may take on the device
     */
    DeviceFeed(Device device, List<TotalsState> states, TotalsShape shape, Type argument, long deviceBytes) {
        this.states = states;
        this.shape = shape;
        this.mostGroups = (int) Math.max(LEAST_GROUPS, Math.min(deviceBytes / shape.bytesPerGroup(), 1 << 28));
        boolean isDouble = shape.hasValues() && !shape.integers();
        this.hereLongs = new long[isDouble ? 0 : Batch.CAPACITY];
        this.hereDoubles = new double[isDouble ? Batch.CAPACITY : 0];
        this.hereColumns = new Column[] {
            isDouble ? new DoubleColumn(hereDoubles, Validity.ALL) : new LongColumn(argument, hereLongs, Validity.ALL)
        };
        this.totals = device.openTotals(shape, Math.min(FIRST_GROUPS, mostGroups));
        this.groups = totals.groups();
        this.longs = totals.values().order(ByteOrder.nativeOrder()).asLongBuffer();
        this.doubles = totals.values().order(ByteOrder.nativeOrder()).asDoubleBuffer();
    }

    /**
     * Takes rows.
     *
     * @param allGroups how many groups there are by now
     */
    void add(ArgumentRows rows, int allGroups) {
        if (allGroups - firstGroup > totals.groupCapacity()) {
            makeRoom(allGroups);
        }
        usedGroups = allGroups - firstGroup;
        if (firstGroup == 0) {
            addInBlocks(rows);
        } else {
            addOneByOne(rows);
        }
    }

    private void makeRoom(int allGroups) {
        settle();
        long wanted = (long) GROWTH * totals.groupCapacity();
        while (wanted < allGroups - firstGroup) {
            wanted *= GROWTH;
        }
        if (totals.groupCapacity() < mostGroups) {
            totals.resize((int) Math.min(wanted, mostGroups));
        }
        if (allGroups - firstGroup > totals.groupCapacity()) {
            firstGroup = allGroups - totals.groupCapacity() / 2;
        }
    }

    private void addInBlocks(ArgumentRows rows) {
        for (int from = 0; from < rows.size(); ) {
            int some = Math.min(rows.size() - from, totals.capacity() - filled);
            groups.put(filled, rows.groups(), from, some);
            if (shape.hasValues()) {
                if (rows.columns()[0] instanceof DoubleColumn column) {
                    doubles.put(filled, column.values(), from, some);
                } else {
                    longs.put(filled, ((LongColumn) rows.columns()[0]).values(), from, some);
                }
            }
            from += some;
            filled += some;
            sendIfFull();
        }
    }

    private void addOneByOne(ArgumentRows rows) {
        Column column = rows.columns().length == 0 ? hereColumns[0] : rows.columns()[0];
        for (int i = 0; i < rows.size(); i++) {
            int group = rows.groups()[i] - firstGroup;
            if (group < 0) {
                if (shape.hasValues()) {
                    setHere(column, i);
                }
                addHere(rows.groups()[i]);
                continue;
            }
            groups.put(filled, group);
            if (shape.hasValues()) {
                if (column instanceof DoubleColumn values) {
                    doubles.put(filled, values.values()[i]);
                } else {
                    longs.put(filled, ((LongColumn) column).values()[i]);
                }
            }
            filled++;
            sendIfFull();
        }
    }

    private void setHere(Column column, int row) {
        if (column instanceof DoubleColumn values) {
            hereDoubles[here] = values.values()[row];
        } else {
            hereLongs[here] = ((LongColumn) column).values()[row];
        }
    }

    private void sendIfFull() {
        if (filled == totals.capacity()) {
            send();
        }
    }

    private void send() {
        totals.send(filled, this::takeLeft);
        filled = 0;
        groups = totals.groups();
        longs = totals.values().order(ByteOrder.nativeOrder()).asLongBuffer();
        doubles = totals.values().order(ByteOrder.nativeOrder()).asDoubleBuffer();
    }

    /** The kernel leaves over doubles alone. */
    private void takeLeft(IntBuffer rowGroups, ByteBuffer values, IntBuffer rows, int count) {
        for (int i = 0; i < count; i++) {
            int row = rows.get(i);
            hereDoubles[here] = values.getDouble(Double.BYTES * row);
            addHere(firstGroup + rowGroups.get(row));
        }
    }

    private void addHere(int group) {
        hereGroups[here++] = group;
        if (here == hereGroups.length) {
            addHere();
        }
    }

    private void addHere() {
        for (TotalsState state : states) {
            state.add(hereColumns, hereGroups, here);
        }
        here = 0;
    }

    /** Waits for the device, and makes the states what all rows make of them. */
    void settle() {
        if (filled > 0) {
            send();
        }
        if (usedGroups > 0) {
            totals.finish(usedGroups, this::takeLeft, this::takeTotals);
        }
        usedGroups = 0;
        addHere();
    }

    private void takeTotals(int first, GroupTotals found, int count) {
        for (TotalsState state : states) {
            state.addTotals(found, firstGroup + first, count);
        }
    }

    @Override
    public void close() {
        totals.close();
    }
}
