package io.barograph.server.result;

import io.barograph.core.column.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts rows that are named one by one together, as long as they are of one batch. */
final class RowGathering {
    private final List<KeptRows> gathered = new ArrayList<>();
    private @Nullable Batch batch;
    private int[] positions = new int[16];
    private int size;

    void add(Batch from, int position) {
        if (from != batch) {
            close();
            batch = from;
        }
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, 2 * size);
        }
        positions[size++] = position;
    }

    /** All rows so far, in the order in which they were named. */
    List<KeptRows> rows() {
        close();
        return List.copyOf(gathered);
    }

    private void close() {
        if (batch != null && size > 0) {
            gathered.add(new KeptRows(batch, Arrays.copyOf(positions, size)));
        }
        batch = null;
        size = 0;
    }
}
