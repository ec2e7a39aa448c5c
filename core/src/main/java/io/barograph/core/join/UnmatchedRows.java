package io.barograph.core.join;

import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;
import io.barograph.core.plan.JoinKind;
import java.util.Arrays;

/** Rows of one side of a join as what comes out of it where they match nothing. Immutable. */
final class UnmatchedRows {
    private final JoinKind kind;
    private final boolean isLeft;
    /** The columns of the other side, or the mark. */
    private final Column[] beside;

    UnmatchedRows(JoinSpec spec, boolean isLeft) {
        this.kind = spec.kind();
        this.isLeft = isLeft;
        if (kind.yieldsPairs()) {
            beside = nulls(isLeft ? spec.right() : spec.left());
        } else {
            beside = kind == JoinKind.MARK
                    ? new Column[] {new BooleanColumn(new boolean[Batch.CAPACITY], Validity.ALL)}
                    : new Column[0];
        }
    }

    /** A view. */
    Batch of(Batch rows) {
        return isLeft ? joined(rows.columns(), beside, rows.size()) : joined(beside, rows.columns(), rows.size());
    }

    /** A view of the columns of both. */
    static Batch joined(Column[] first, Column[] second, int size) {
        Column[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return new Batch(all, size);
    }

    /** Columns of nothing but NULLs, as many as a batch holds. */
    static Column[] nulls(Schema schema) {
        Validity none = Validity.of(new long[Validity.wordCount(Batch.CAPACITY)]);
        return schema.fields().stream()
                .map(field -> ValueCodec.decode(
                        field.type(), new long[Batch.CAPACITY], Batch.CAPACITY, none, new Dictionary()))
                .toArray(Column[]::new);
    }
}
