package io.barograph.testkit;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsKernel;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.device.DeviceTotals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * A device's totals without a device: as the scalar twin of its kernels adds them up. It adds a chunk as late as it may, and fills buffers
 * that were sent with rubbish, so that who goes on using them is found out. Rows that are left over come back in reverse.
 */
public final class TwinTotals implements DeviceTotals {
    private static final byte RUBBISH = (byte) 0xA5;

    private final TotalsShape shape;
    private final int capacity;
    private GroupTotals totals;
    private IntBuffer groups;
    private ByteBuffer values;
    private IntBuffer sentGroups;
    private ByteBuffer sentValues;
    private int sent;

    /**
     * @param groups so many there is room for
     * @param capacity rows of a chunk
     */
    public TwinTotals(TotalsShape shape, int groups, int capacity) {
        this.shape = shape;
        this.capacity = capacity;
        this.totals = GroupTotals.of(shape, groups);
        this.groups = IntBuffer.allocate(capacity);
        this.values = newValues();
        this.sentGroups = groups();
        this.sentValues = values();
    }

    private ByteBuffer newValues() {
        return ByteBuffer.allocate(shape.hasValues() ? Long.BYTES * capacity : 0)
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public IntBuffer groups() {
        return groups;
    }

    @Override
    public ByteBuffer values() {
        return values;
    }

    @Override
    public int groupCapacity() {
        return totals.counts().length;
    }

    @Override
    public void resize(int moreGroups) {
        if (sent > 0 || Arrays.stream(totals.counts()).anyMatch(count -> count != 0)) {
            throw new IllegalStateException("resized while there are rows");
        }
        totals = GroupTotals.of(shape, moreGroups);
    }

    @Override
    public void send(int rows, LeftRows left) {
        add(left);
        sent = rows;
        sentGroups = IntBuffer.wrap(groups.array().clone());
        sentValues = ByteBuffer.wrap(values.array().clone()).order(ByteOrder.nativeOrder());
        Arrays.fill(groups.array(), -1);
        Arrays.fill(values.array(), RUBBISH);
        groups = IntBuffer.allocate(capacity);
        values = newValues();
    }

    private void add(LeftRows left) {
        int[] rows = new int[sent];
        if (shape.hasWindows()) {
            TotalsKernel.chooseWindows(totals, sentGroups, sentValues.asLongBuffer(), sent);
        }
        int count = TotalsKernel.add(totals, sentGroups, sentValues.asLongBuffer(), sent, rows);
        IntBuffer reversed = IntBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            reversed.put(i, rows[count - 1 - i]);
        }
        if (count > 0) {
            left.take(sentGroups, sentValues, reversed, count);
        }
        sent = 0;
    }

    @Override
    public void finish(int usedGroups, LeftRows left, Totals taker) {
        add(left);
        for (int group = usedGroups; group < totals.counts().length; group++) {
            if (totals.counts()[group] != 0) {
                throw new IllegalStateException("rows of group " + group + " where " + usedGroups + " were announced");
            }
        }
        taker.take(0, totals, usedGroups);
        totals.clear();
    }

    @Override
    public void close() {}
}
