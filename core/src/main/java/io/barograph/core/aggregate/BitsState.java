package io.barograph.core.aggregate;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;

/**
 * The bits of each group's BIGINTs put together by AND, OR or XOR: of flags that a device reports as one number, those that
 * were set in every row, in any, or in an odd number of rows.
 *
 * <p><b>Layout</b>, version 1: byte 1, then byte 0 for a group without rows, or byte 1 and the bits as eight bytes.
 */
final class BitsState implements TotalsState {
    /** How bits are put together. */
    enum Spec implements StateSpec {
        AND("bits set in every row") {
            @Override
            long together(long left, long right) {
                return left & right;
            }

            @Override
            long of(GroupTotals totals, int at) {
                return ~totals.bits()[at];
            }
        },
        OR("bits set in any row") {
            @Override
            long together(long left, long right) {
                return left | right;
            }

            @Override
            long of(GroupTotals totals, int at) {
                return totals.bits()[at + 1];
            }
        },
        XOR("bits set in an odd number of rows") {
            @Override
            long together(long left, long right) {
                return left ^ right;
            }

            @Override
            long of(GroupTotals totals, int at) {
                return totals.bits()[at + 2];
            }
        };

        private final String describe;

        Spec(String describe) {
            this.describe = describe;
        }

        abstract long together(long left, long right);

        /** Of a group's values, whose bits in the totals begin at {@code at}. */
        abstract long of(GroupTotals totals, int at);

        @Override
        public GroupedState create() {
            return new BitsState(this);
        }

        @Override
        public String describe() {
            return describe;
        }
    }

    private static final int VERSION = 1;

    private final Spec spec;
    /** Two per group: whether it has rows, its bits. */
    private final LongPages groups = new LongPages(0, 0);

    private BitsState(Spec spec) {
        this.spec = spec;
    }

    @Override
    public void resize(int count) {
        groups.resize(count);
    }

    @Override
    public void add(Column[] arguments, int[] rowGroups, int size) {
        long[] values = ((LongColumn) arguments[0]).values();
        for (int i = 0; i < size; i++) {
            include(rowGroups[i], values[i]);
        }
    }

    private void include(int group, long bits) {
        long[] page = groups.page(group);
        int at = groups.at(group);
        page[at + 1] = page[at] == 0 ? bits : spec.together(page[at + 1], bits);
        page[at] = 1;
    }

    private boolean isEmpty(int group) {
        return groups.page(group)[groups.at(group)] == 0;
    }

    private long bits(int group) {
        return groups.page(group)[groups.at(group) + 1];
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        BitsState from = (BitsState) other;
        for (int i = 0; i < count; i++) {
            if (!from.isEmpty(theirs[i])) {
                include(ours[i], from.bits(theirs[i]));
            }
        }
    }

    @Override
    public TotalsShape totals() {
        return TotalsShape.ofBits();
    }

    @Override
    public void addTotals(GroupTotals totals, int[] totalsGroups, int count) {
        for (int i = 0; i < count; i++) {
            if (totals.counts()[i] > 0) {
                include(totalsGroups[i], spec.of(totals, GroupTotals.BITS * i));
            }
        }
    }

    Column finish(int[] finished, int count) {
        ResultColumn result = new ResultColumn(count);
        for (int i = 0; i < count; i++) {
            if (isEmpty(finished[i])) {
                result.setNull(i);
            } else {
                result.values()[i] = bits(finished[i]);
            }
        }
        return result.decode(new ValueCodec(Type.BIGINT));
    }

    @Override
    public void write(int group, StateOutput output) {
        output.writeByte(VERSION);
        output.writeByte(isEmpty(group) ? 0 : 1);
        if (!isEmpty(group)) {
            output.writeLong(bits(group));
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("bits", input.readByte(), VERSION);
        if (input.readByte() != 0) {
            include(group, input.readLong());
        }
    }

    @Override
    public long memoryBytes() {
        return groups.memoryBytes();
    }
}
