package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Schema;

/** Takes batches apart by the windows that their rows belong to. For one thread. */
final class WindowSplit {
    /** Takes rows of one window. */
    interface Target {
        /** @param rows at least one, valid during the call */
        void accept(long end, Batch rows);
    }

    private final WindowKey window;
    private final BatchCompactor picking;
    private final int[] positions = new int[Batch.CAPACITY];
    private final boolean[] done = new boolean[Batch.CAPACITY];

    /** @param schema of the rows */
    WindowSplit(Schema schema, WindowKey window) {
        this.window = window;
        this.picking = BatchCompactor.of(schema);
    }

    /** Hands on all rows, by the end of their window; those of one window in one call. */
    void split(Batch batch, Target target) {
        long[] values = window.values(batch);
        int size = batch.size();
        int first = 0;
        while (first < size && values[first] == values[0]) {
            first++;
        }
        if (first == size) {
            if (size > 0) {
                target.accept(window.end(values[0]), batch);
            }
            return;
        }
        for (int i = 0; i < size; i++) {
            done[i] = false;
        }
        for (int from = 0; from < size; from++) {
            if (!done[from]) {
                int count = 0;
                for (int i = from; i < size; i++) {
                    if (values[i] == values[from]) {
                        positions[count++] = i;
                        done[i] = true;
                    }
                }
                target.accept(window.end(values[from]), picking.compact(batch, positions, count));
            }
        }
    }
}
