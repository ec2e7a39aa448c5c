package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.MergeTable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one worker has gathered of a merge since it last handed over: a table per window. For one thread. */
final class GroupPartial implements Partial {
    private final MergeTable empty;
    /** Null where no key is a window's. */
    private final @Nullable WindowSplit split;

    private TreeMap<Long, MergeTable> windows = new TreeMap<>();

    GroupPartial(Schema input, MergeTable empty, @Nullable WindowKey window) {
        this.empty = empty;
        this.split = window == null ? null : new WindowSplit(input, window);
    }

    @Override
    public void accept(Batch batch) {
        if (split == null) {
            table(WindowKey.NO_END).add(batch);
        } else {
            split.split(batch, (end, rows) -> table(end).add(rows));
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
        if (all || split == null) {
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
        return windows.isEmpty() ? NOTHING : split == null ? Long.MIN_VALUE : windows.firstKey();
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
