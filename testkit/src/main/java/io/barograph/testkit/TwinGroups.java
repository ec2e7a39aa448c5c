package io.barograph.testkit;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.KeyedTotals;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.column.Batch;
import io.barograph.core.device.DeviceGroups;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device's groups without a device: as the scalar twin of its kernels finds them and adds them up. It adds a chunk as late as it may, and
 * fills buffers that were sent, or said to be absent, with rubbish, so that who goes on using them is found out. What is left over comes
 * back in reverse.
 */
public final class TwinGroups implements DeviceGroups {
    private static final byte RUBBISH = (byte) 0xA5;

    private final RowsShape shape;
    private final int capacity;
    private KeyedTotals totals;
    private int groupCapacity;
    private ByteBuffer[] columns;
    private @Nullable LongBuffer[] sent = new LongBuffer[0];
    private int sentRows;
    private long[] boundaries = {};
    private long[] sentBoundaries = {};
    private int groups;

    /**
     * @param groups so many there is room for
     * @param capacity rows of a chunk
     */
    public TwinGroups(RowsShape shape, int groups, int capacity) {
        this.shape = shape;
        this.capacity = capacity;
        this.groupCapacity = groups;
        this.totals = new KeyedTotals(shape, groups);
        this.columns = newColumns();
    }

    private ByteBuffer[] newColumns() {
        ByteBuffer[] made = new ByteBuffer[shape.columns()];
        for (int i = 0; i < made.length; i++) {
            made[i] = ByteBuffer.allocate(Long.BYTES * capacity).order(ByteOrder.nativeOrder());
            Arrays.fill(made[i].array(), RUBBISH);
        }
        return made;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public ByteBuffer column(int column) {
        return columns[column];
    }

    @Override
    public void setBoundaries(long[] sorted, int count) {
        boundaries = Arrays.copyOf(sorted, count);
    }

    @Override
    public int groupCapacity() {
        return groupCapacity;
    }

    @Override
    public int groups() {
        return groups;
    }

    @Override
    public void resize(int moreGroups) {
        if (sentRows > 0 || totals.groups() > 0) {
            throw new IllegalStateException("resized while there are rows");
        }
        groupCapacity = moreGroups;
        totals = new KeyedTotals(shape, moreGroups);
    }

    @Override
    public void send(int rows, BitSet absent, LeftRows left) {
        add(left);
        sentRows = rows;
        sentBoundaries = boundaries;
        boundaries = new long[0];
        sent = new LongBuffer[columns.length];
        for (int i = 0; i < columns.length; i++) {
            sent[i] = absent.get(i)
                    ? null
                    : ByteBuffer.wrap(columns[i].array().clone())
                            .order(ByteOrder.nativeOrder())
                            .asLongBuffer();
            Arrays.fill(columns[i].array(), RUBBISH);
        }
        columns = newColumns();
    }

    private void add(LeftRows left) {
        if (sentRows == 0) {
            return;
        }
        totals.setBoundaries(sentBoundaries);
        long[] rows = totals.add(sent, sentRows);
        LongBuffer reversed = LongBuffer.allocate(rows.length);
        for (int i = 0; i < rows.length; i++) {
            reversed.put(i, rows[rows.length - 1 - i]);
        }
        if (rows.length > 0) {
            left.take(sent, reversed, rows.length);
        }
        sentRows = 0;
        groups = totals.groups();
    }

    @Override
    public void finish(LeftRows left, Groups taker) {
        add(left);
        for (int from = 0; from < totals.groups(); from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, totals.groups() - from);
            long[][] keys = new long[shape.keyWords()][count];
            for (int i = 0; i < count; i++) {
                for (int word = 0; word < keys.length; word++) {
                    keys[word][i] = totals.key(from + i).get(word);
                }
            }
            List<GroupTotals> some = new ArrayList<>();
            for (GroupTotals all : totals.totals()) {
                some.add(range(all, from, count));
            }
            taker.take(keys, some, count);
        }
        totals = new KeyedTotals(shape, groupCapacity);
        groups = 0;
    }

    private static GroupTotals range(GroupTotals all, int from, int count) {
        TotalsShape of = all.shape();
        int windows = of.windows();
        TotalsCopy copy = new TotalsCopy(from, count);
        return new GroupTotals(
                of,
                Arrays.copyOfRange(all.windows(), windows * from, windows * (from + count)),
                copy.of(all.counts(), 1),
                copy.of(all.sums(), of.sumWords()),
                copy.of(all.products(), of.productWords()),
                copy.of(all.ends(), of.endWords()),
                copy.of(all.bits(), of.bitWords()));
    }

    private record TotalsCopy(int from, int count) {
        long[] of(long[] words, int each) {
            return Arrays.copyOfRange(words, each * from, each * (from + count));
        }
    }

    @Override
    public void close() {}
}
