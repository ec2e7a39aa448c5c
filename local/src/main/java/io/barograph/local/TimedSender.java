package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.LongColumn;

/** Sends rows, and tells every partition how far time has come in them: folds ask for the latest row of any key. */
final class TimedSender implements Sender {
    private final int time;
    private final RowSender rows;
    private final ChunkSender chunks;
    private long latest = Long.MIN_VALUE;

    /** @param time index of a TIMESTAMP column */
    TimedSender(int time, RowSender rows, ChunkSender chunks) {
        this.time = time;
        this.rows = rows;
        this.chunks = chunks;
    }

    @Override
    public void accept(Batch batch) {
        LongColumn times = (LongColumn) batch.column(time);
        for (int i = 0; i < batch.size(); i++) {
            if (times.validity().isPresent(i)) {
                latest = Math.max(latest, times.values()[i]);
            }
        }
        rows.accept(batch);
    }

    @Override
    public void finish() {
        rows.finish();
        chunks.sendLatest(latest);
    }

    @Override
    public void spill() {
        rows.spill();
    }

    @Override
    public long memoryBytes() {
        return rows.memoryBytes();
    }

    @Override
    public long items() {
        return rows.items();
    }
}
