package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;
import java.util.Arrays;
import java.util.List;

/** Tells where, among a key's rows, what they are ordered by changes: rows between two changes are peers. */
final class Peers {
    private final int[] columns;
    private final ValueCodec[] codecs;
    /** The values of the last row. */
    private final long[] last;

    private final boolean[] lastNull;
    private boolean any;
    private final long[] encoded = new long[Batch.CAPACITY];
    private final boolean[] changes = new boolean[Batch.CAPACITY];

    /** @param columns what rows are ordered by; without any, all rows are peers */
    Peers(Schema input, List<Integer> columns) {
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.codecs = columns.stream()
                .map(column -> new ValueCodec(input.type(column)))
                .toArray(ValueCodec[]::new);
        this.last = new long[codecs.length];
        this.lastNull = new boolean[codecs.length];
    }

    void begin() {
        any = false;
    }

    /** By row: whether it is no peer of the one before; true for a key's first. Overwritten by the next call. */
    boolean[] changes(Batch rows) {
        int size = rows.size();
        Arrays.fill(changes, 0, size, false);
        for (int c = 0; c < columns.length; c++) {
            Column column = rows.column(columns[c]);
            codecs[c].encode(column, size, encoded);
            Validity validity = column.validity();
            long before = last[c];
            boolean nullBefore = lastNull[c];
            for (int i = 0; i < size; i++) {
                boolean isNull = validity.isNull(i);
                long value = isNull ? 0 : encoded[i];
                changes[i] |= value != before || isNull != nullBefore;
                before = value;
                nullBefore = isNull;
            }
            last[c] = before;
            lastNull[c] = nullBefore;
        }
        changes[0] |= !any;
        any = true;
        return changes;
    }

    void write(StateOutput output) {
        output.writeByte(any ? 1 : 0);
        for (int c = 0; c < columns.length && any; c++) {
            output.writeByte(lastNull[c] ? 0 : 1);
            if (!lastNull[c]) {
                codecs[c].write(last[c], output);
            }
        }
    }

    void read(StateInput input) {
        any = input.readByte() != 0;
        for (int c = 0; c < columns.length && any; c++) {
            lastNull[c] = input.readByte() == 0;
            last[c] = lastNull[c] ? 0 : codecs[c].read(input);
        }
    }

    long memoryBytes() {
        return 9L * Batch.CAPACITY
                + Arrays.stream(codecs).mapToLong(ValueCodec::memoryBytes).sum();
    }
}
