package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.merge.MergeTable;

/** One worker's partial groups. */
final class GroupCollector implements Collector {
    private final MergeTable table;

    GroupCollector(MergeTable table) {
        this.table = table;
    }

    MergeTable table() {
        return table;
    }

    @Override
    public void accept(Batch batch) {
        table.add(batch);
    }

    @Override
    public long memoryBytes() {
        return table.memoryBytes();
    }

    @Override
    public long items() {
        return table.groups();
    }

    @Override
    public void spill() {}
}
