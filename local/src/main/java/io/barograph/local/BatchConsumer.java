package io.barograph.local;

import io.barograph.core.column.Batch;

/** Takes the rows that an operator passes on; a batch is the caller's again on return. Used by one thread. */
@FunctionalInterface
interface BatchConsumer {
    void accept(Batch batch);

    /** Takes complete rows: those that lack nothing which was left to this one to find; itself where nothing is. */
    default BatchConsumer complete() {
        return this;
    }
}
