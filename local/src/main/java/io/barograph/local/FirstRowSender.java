package io.barograph.local;

import io.barograph.core.column.Batch;

/** Sends of a task's rows the first few of each key, where a fold looks at no other. */
final class FirstRowSender implements Sender {
    private final java.util.function.Supplier<LeadingRows> newFirsts;
    private final RowSender rows;
    private LeadingRows firsts;

    FirstRowSender(java.util.function.Supplier<LeadingRows> newFirsts, RowSender rows) {
        this.newFirsts = newFirsts;
        this.rows = rows;
        this.firsts = newFirsts.get();
    }

    @Override
    public void accept(Batch batch) {
        firsts.add(batch);
    }

    @Override
    public void spill() {
        firsts.give(rows::accept);
        firsts = newFirsts.get();
        rows.spill();
    }

    @Override
    public void finish() {
        spill();
    }

    @Override
    public long memoryBytes() {
        return firsts.memoryBytes() + rows.memoryBytes();
    }

    @Override
    public long items() {
        return firsts.size() + rows.items();
    }
}
