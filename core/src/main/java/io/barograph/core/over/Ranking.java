package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Type;
import io.barograph.core.fold.ValueQueue;

/** Functions of where a row stands: its number, or that of its peers, perhaps as a share of all rows. */
final class Ranking extends Along {
    private final WindowFunction function;
    private final long buckets;
    /** The number of the first of the last row's peers, from 0. */
    private long peersFrom;
    /** How many groups of peers have begun. */
    private long groups;
    /** By row without a result yet, where all rows have to be known: the number of the first of its peers. */
    private final ValueQueue waiting = new ValueQueue(Type.BIGINT);

    /** @param buckets for NTILE; else 0 */
    Ranking(WindowFunction function, long buckets, Type type) {
        super(type);
        this.function = function;
        this.buckets = buckets;
    }

    @Override
    void begin() {
        super.begin();
        peersFrom = 0;
        groups = 0;
        waiting.clear();
    }

    @Override
    void accept(Batch rows, boolean[] changes, long base) {
        for (int i = 0; i < rows.size(); i++) {
            if (changes[i]) {
                peersFrom = base + i;
                groups++;
            }
            switch (function) {
                case ROW_NUMBER -> result.append(base + i + 1, false);
                case RANK -> result.append(peersFrom + 1, false);
                case DENSE_RANK -> result.append(groups, false);
                default -> waiting.append(peersFrom, false);
            }
        }
    }

    @Override
    void end(long rows) {
        for (long row = waiting.first(); row < waiting.end(); row++) {
            switch (function) {
                case PERCENT_RANK ->
                    result.append(ValueCodec.fromDouble(rows == 1 ? 0 : (double) waiting.get(row) / (rows - 1)), false);
                case CUME_DIST -> result.append(ValueCodec.fromDouble((double) peersUpTo(row, rows) / rows), false);
                default -> result.append(bucket(row, rows), false);
            }
        }
        waiting.dropBelow(rows);
        waiting.clear();
    }

    /** How many rows there are up to a row's last peer. */
    private long peersUpTo(long row, long rows) {
        if (waiting.get(row) < row) {
            // Not the first of its peers: as the one before.
            return upTo;
        }
        long end = row + 1;
        while (end < rows && waiting.get(end) == row) {
            end++;
        }
        upTo = end;
        return end;
    }

    private long upTo;

    /** The first buckets have one row more where rows do not divide evenly. */
    private long bucket(long row, long rows) {
        long small = rows / buckets;
        long larger = rows % buckets;
        long inLarger = larger * (small + 1);
        return 1 + (row < inLarger ? row / (small + 1) : larger + (row - inLarger) / small);
    }

    @Override
    void write(StateOutput output) {
        super.write(output);
        output.writeVarint(peersFrom);
        output.writeVarint(groups);
        waiting.write(output);
    }

    @Override
    void read(StateInput input) {
        super.read(input);
        peersFrom = input.readVarint();
        groups = input.readVarint();
        waiting.read(input);
    }

    @Override
    long memoryBytes() {
        return super.memoryBytes() + waiting.memoryBytes();
    }
}
