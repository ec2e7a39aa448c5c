package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.window.WindowEnds;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows of one side of an {@link AlongJoin} to where they meet those of the other: as rows of the fold that it is. A row that
 * can meet nothing, for it has no time or a key of it is NULL, comes out at once where the join gives such rows, and else not at
 * all. For one thread.
 */
public final class AlongEntry {
    private final AlongRows layout;
    private final boolean isLeft;
    private final boolean keepsAlone;
    private final JoinKeys keys;
    private final OrderedValues times;
    private final @Nullable WindowEnds ends;
    private final BatchCompactor together;
    private final BatchCompactor alone;
    private final UnmatchedRows unmatched;
    /** By column of the fold's rows: NULLs. */
    private final Column[] absent;

    private final Column tag;
    private final long[] order = new long[Batch.CAPACITY];
    private final int[] meeting = new int[Batch.CAPACITY];
    private final int[] others = new int[Batch.CAPACITY];

    AlongEntry(AlongJoin join, boolean isLeft, EvaluationContext context) {
        JoinSpec spec = join.spec();
        Schema side = isLeft ? spec.left() : spec.right();
        this.layout = new AlongRows(spec);
        this.isLeft = isLeft;
        this.keepsAlone = join.keepsAlone(isLeft);
        this.keys =
                new JoinKeys(isLeft ? spec.join().leftKeys() : spec.join().rightKeys(), spec.keyTypes(), side, context);
        this.times = new OrderedValues(isLeft ? join.leftTime() : join.rightTime(), side, context);
        this.ends = join.ends();
        this.together = BatchCompactor.of(layout.schema());
        this.alone = BatchCompactor.of(side);
        this.unmatched = new UnmatchedRows(spec, isLeft);
        this.absent = UnmatchedRows.nulls(layout.schema());
        boolean[] tags = new boolean[Batch.CAPACITY];
        Arrays.fill(tags, isLeft);
        this.tag = new BooleanColumn(tags, Validity.ALL);
    }

    /**
     * Takes rows of the side.
     *
     * @param fold takes rows that may meet some of the other side, valid during the call
     * @param target takes rows of the join, valid during the call
     */
    public void accept(Batch rows, Consumer<Batch> fold, Consumer<Batch> target) {
        int size = rows.size();
        Column[] keyColumns = keys.of(rows);
        times.compute(rows);
        Validity complete = times.validity();
        for (Column key : keyColumns) {
            complete = Validity.and(complete, key.validity(), size);
        }
        int count = 0;
        int left = 0;
        for (int i = 0; i < size; i++) {
            if (complete.isPresent(i)) {
                meeting[count++] = i;
            } else {
                others[left++] = i;
            }
        }
        if (left > 0 && keepsAlone) {
            target.accept(unmatched.of(alone.compact(rows, others, left)));
        }
        if (count > 0) {
            fold.accept(together.compact(tagged(rows, keyColumns), meeting, count));
        }
    }

    private Batch tagged(Batch rows, Column[] keyColumns) {
        Column[] columns = absent.clone();
        int[] slots = layout.slots(isLeft);
        for (int column = 0; column < slots.length; column++) {
            columns[slots[column]] = rows.column(column);
        }
        System.arraycopy(keyColumns, 0, columns, layout.values(), keyColumns.length);
        columns[layout.time()] = new LongColumn(Type.TIMESTAMP, ordered(rows.size()), times.validity());
        columns[layout.isLeft()] = tag;
        return new Batch(columns, rows.size());
    }

    private long[] ordered(int size) {
        if (ends == null) {
            return times.values();
        }
        for (int i = 0; i < size; i++) {
            order[i] = times.validity().isPresent(i) ? ends.end(times.values()[i]) : 0;
        }
        return order;
    }
}
