package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.fold.ValueQueue;

/**
 * LAG and LEAD: the value so many rows before or behind, or a default of the row's own where there is no such row. Holds as
 * many rows as that, but where NULLs are passed over: then those that no value has come behind yet.
 */
final class Shift extends Along {
    private final int argument;
    private final int fallback;
    /** Rows behind, negative before. */
    private final long offset;

    private final boolean ignoreNulls;
    private final ValueQueue values;
    private final ValueQueue fallbacks;
    /** Where NULLs are passed over: by row without a result, how many values came up to and with it. */
    private final ValueQueue counts;

    /**
     * @param fallback index of the default's column, or -1 for NULL
     * @param offset rows behind, negative before
     */
    Shift(Schema input, OverCall call, int fallback, long offset) {
        super(call.type());
        this.argument = call.arguments().get(0);
        this.fallback = fallback;
        this.offset = offset;
        this.ignoreNulls = call.ignoreNulls();
        this.values = new ValueQueue(input.type(argument));
        this.fallbacks = new ValueQueue(call.type());
        this.counts = new ValueQueue(io.barograph.core.column.Type.BIGINT);
    }

    @Override
    void begin() {
        super.begin();
        values.clear();
        fallbacks.clear();
        counts.clear();
    }

    @Override
    void accept(Batch rows, boolean[] changes, long base) {
        Column column = rows.column(argument);
        if (fallback >= 0) {
            fallbacks.append(rows.column(fallback), 0, rows.size());
        }
        if (!ignoreNulls) {
            values.append(column, 0, rows.size());
            resolve(base + rows.size(), false);
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (column.validity().isPresent(i)) {
                values.append(column, i, 1);
            }
            // LAG looks at the values before the row, LEAD at those behind it.
            boolean counted = offset <= 0 && column.validity().isPresent(i);
            counts.append(values.end() - (counted ? 1 : 0), false);
        }
        resolve(base + rows.size(), false);
    }

    /** Gives the results that are known once so many rows have come. */
    private void resolve(long rows, boolean isEnd) {
        for (long row = result.end(); row < rows; row++) {
            long wanted = ignoreNulls ? ofValues(row) : row + offset;
            if (wanted >= values.end() && !isEnd) {
                break;
            }
            if (wanted >= 0 && wanted < values.end()) {
                result.append(values, wanted);
            } else if (fallback >= 0) {
                result.append(fallbacks, row);
            } else {
                result.append(0, true);
            }
        }
        long next = result.end();
        fallbacks.dropBelow(next);
        if (!ignoreNulls) {
            values.dropBelow(next + offset);
        } else if (next < rows) {
            values.dropBelow(ofValues(next));
            counts.dropBelow(next);
        } else {
            values.dropBelow(values.end() + Math.min(offset, 0));
            counts.dropBelow(next);
        }
    }

    /** The number, among the values that are not NULL, of the one wanted for a row. */
    private long ofValues(long row) {
        long before = counts.get(row);
        return offset == 0 ? before : offset < 0 ? before + offset : before + offset - 1;
    }

    @Override
    void end(long rows) {
        resolve(rows, true);
    }

    @Override
    void write(StateOutput output) {
        super.write(output);
        values.write(output);
        fallbacks.write(output);
        counts.write(output);
    }

    @Override
    void read(StateInput input) {
        super.read(input);
        values.read(input);
        fallbacks.read(input);
        counts.read(input);
    }

    @Override
    long memoryBytes() {
        return super.memoryBytes() + values.memoryBytes() + fallbacks.memoryBytes() + counts.memoryBytes();
    }
}
