package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;

/**
 * Ends a task whose thread is interrupted, which is how engines end tasks that they have given up: at the next batch, so that a task
 * that computes for long and sends nothing ends, too.
 *
 * @param rows takes them otherwise
 */
record InterruptibleSender(Sender rows) implements Sender {
    @Override
    public void accept(Batch batch) {
        if (Thread.currentThread().isInterrupted()) {
            throw new BarographException(ErrorCode.CANCELLED, "the task was cancelled");
        }
        rows.accept(batch);
    }

    @Override
    public boolean isFull() {
        return rows.isFull();
    }

    @Override
    public void finish() {
        rows.finish();
    }

    @Override
    public long memoryBytes() {
        return rows.memoryBytes();
    }

    @Override
    public long items() {
        return rows.items();
    }

    @Override
    public void spill() {
        rows.spill();
    }
}
