package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.fold.ValueQueue;
import io.barograph.core.plan.Plan;
import java.util.List;

/**
 * FIRST_VALUE, LAST_VALUE and NTH_VALUE: one value of a row's frame, NULLs counted or passed over. Where frames begin with the
 * key, only the values that can still be asked for are kept.
 */
final class FrameValue extends Along {
    private final FrameBounds bounds;
    private final int argument;
    private final boolean ignoreNulls;
    /** Which value, from 1; 0 for the last one. */
    private final long nth;

    private final boolean fromFirstRow;
    /** The values that count, numbered among themselves. */
    private final ValueQueue values;
    /** By such a value: its row. */
    private final ValueQueue rows = new ValueQueue(Type.BIGINT);
    /** How many values that count lie before the last frame's start, and before its end. */
    private long before;

    private long within;

    FrameValue(Schema input, List<Plan.SortKey> order, OverCall call, long nth) {
        super(call.type());
        this.bounds = new FrameBounds(input, order, call.frame());
        this.argument = call.arguments().get(0);
        this.ignoreNulls = call.ignoreNulls();
        this.nth = nth;
        this.fromFirstRow = call.frame().start().kind() == Frame.Bound.Kind.FIRST;
        this.values = new ValueQueue(call.type());
    }

    @Override
    void begin() {
        super.begin();
        bounds.begin();
        values.clear();
        rows.clear();
        before = 0;
        within = 0;
    }

    @Override
    void accept(Batch batch, boolean[] changes, long base) {
        Column column = batch.column(argument);
        for (int i = 0; i < batch.size(); i++) {
            boolean isEnough = fromFirstRow && nth > 0 && values.end() >= nth;
            if (!isEnough && !(ignoreNulls && column.validity().isNull(i))) {
                values.append(column, i, 1);
                rows.append(base + i, false);
            }
        }
        bounds.accept(batch, changes);
        resolve();
    }

    @Override
    void advance(long time) {
        bounds.advance(time);
        resolve();
    }

    @Override
    long deadline() {
        return bounds.deadline();
    }

    @Override
    void end(long count) {
        bounds.end();
        resolve();
    }

    private void resolve() {
        long known = bounds.known();
        for (long row = result.end(); row < known; row++) {
            // Values before those of all frames are not kept, and not looked at.
            before = fromFirstRow ? 0 : firstFrom(before, bounds.startOf(row));
            within = firstFrom(Math.max(within, before), bounds.endOf(row));
            long wanted = nth == 0 ? within - 1 : before + nth - 1;
            if (wanted >= before && wanted < within) {
                result.append(values, wanted);
            } else {
                result.append(0, true);
            }
        }
        bounds.dropBelow(known);
        if (!fromFirstRow) {
            values.dropBelow(before);
            rows.dropBelow(before);
        } else if (nth == 0) {
            values.dropBelow(within - 1);
            rows.dropBelow(within - 1);
        }
    }

    /** The first value, from one on, whose row does not lie before another. */
    private long firstFrom(long value, long row) {
        long found = value;
        while (found < rows.end() && rows.get(found) < row) {
            found++;
        }
        return found;
    }

    @Override
    void write(StateOutput output) {
        super.write(output);
        bounds.write(output);
        values.write(output);
        rows.write(output);
        output.writeVarint(before);
        output.writeVarint(within);
    }

    @Override
    void read(StateInput input) {
        super.read(input);
        bounds.read(input);
        values.read(input);
        rows.read(input);
        before = input.readVarint();
        within = input.readVarint();
    }

    @Override
    long memoryBytes() {
        return super.memoryBytes() + bounds.memoryBytes() + values.memoryBytes() + rows.memoryBytes();
    }
}
