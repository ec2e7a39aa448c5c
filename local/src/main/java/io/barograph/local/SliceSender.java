package io.barograph.local;

import io.barograph.core.column.Batch;

/** Sends of a task's rows the first ones of an order: no more of them can be among the first of all. */
final class SliceSender implements Sender {
    private final SortCollector sorter;
    private final RowSender rows;

    /** @param sorter bounded, in memory */
    SliceSender(SortCollector sorter, RowSender rows) {
        this.sorter = sorter;
        this.rows = rows;
    }

    @Override
    public void accept(Batch batch) {
        sorter.accept(batch);
    }

    @Override
    public void finish() {
        sorter.give(rows::accept);
        rows.finish();
    }

    /** What has gathered goes, a part of it in vain. */
    @Override
    public void spill() {
        finish();
    }

    @Override
    public long memoryBytes() {
        return sorter.memoryBytes() + rows.memoryBytes();
    }

    @Override
    public long items() {
        return sorter.items() + rows.items();
    }
}
