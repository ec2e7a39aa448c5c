package io.barograph.core.watermark;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.source.LeftOut;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Gathers rejected records as {@link LeftOut} has them. Used by one thread. */
public final class RejectedRows implements RejectHandler {
    private final Deque<RejectedRecord> waiting = new ArrayDeque<>();

    @Override
    public void reject(RejectedRecord record) {
        waiting.add(record);
    }

    /** The next of them, in their order; null where there are no more. */
    public @Nullable Batch take() {
        int size = Math.min(waiting.size(), Batch.CAPACITY);
        if (size == 0) {
            return null;
        }
        Dictionary texts = new Dictionary();
        int[] lanes = new int[size];
        long[] offsets = new long[size];
        int[] reasons = new int[size];
        int[] records = new int[size];
        for (int i = 0; i < size; i++) {
            RejectedRecord record = waiting.remove();
            lanes[i] = texts.intern(record.lane());
            offsets[i] = record.offset();
            reasons[i] = texts.intern(record.reason());
            records[i] = texts.intern(record.text());
        }
        return new Batch(
                new Column[] {
                    new VarcharColumn(lanes, texts, Validity.ALL),
                    new LongColumn(Type.BIGINT, offsets, Validity.ALL),
                    new VarcharColumn(reasons, texts, Validity.ALL),
                    new VarcharColumn(records, texts, Validity.ALL)
                },
                size);
    }
}
