package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.MergeTable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one worker has gathered of a merge since it last handed over: a table per window. For one thread. */
final class GroupPartial implements Partial {
    private final MergeTable empty;
    private final @Nullable WindowKey window;
    private final BatchCompactor picking;
    private final int[] positions = new int[Batch.CAPACITY];
    private final boolean[] done = new boolean[Batch.CAPACITY];
    private TreeMap<Long, MergeTable> windows = new TreeMap<>();

    GroupPartial(Schema input, MergeTable empty, @Nullable WindowKey window) {
        this.empty = empty;
        this.window = window;
        this.picking = BatchCompactor.of(input);
    }

    @Override
    public void accept(Batch batch) {
        if (window == null) {
            table(WindowKey.NO_END).add(batch);
            return;
        }
        long[] values = window.values(batch);
        int size = batch.size();
        int first = 0;
        while (first < size && values[first] == values[0]) {
            first++;
        }
        if (first == size) {
            table(window.end(values[0])).add(batch);
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
                table(window.end(values[from])).add(picking.compact(batch, positions, count));
            }
        }
    }

    private MergeTable table(long end) {
        MergeTable known = windows.get(end);
        if (known == null) {
            known = empty.empty();
            windows.put(end, known);
        }
        return known;
    }

    @Override
    public Part handOver(long upTo, boolean all) {
        Map<Long, MergeTable> ripe;
        if (all || window == null) {
            ripe = windows;
            windows = new TreeMap<>();
        } else {
            ripe = new TreeMap<>(windows.headMap(upTo, true));
            windows.headMap(upTo, true).clear();
        }
        return new Part.Groups(ripe);
    }

    @Override
    public long earliest() {
        return windows.isEmpty() ? NOTHING : window == null ? Long.MIN_VALUE : windows.firstKey();
    }

    @Override
    public long memoryBytes() {
        long bytes = 0;
        for (MergeTable table : windows.values()) {
            bytes += table.memoryBytes();
        }
        return bytes;
    }
}
