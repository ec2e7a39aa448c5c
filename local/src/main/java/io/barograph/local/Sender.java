package io.barograph.local;

/** Takes the rows of a task's stage to where its exchange moves them, combined where they can be. For one thread. */
interface Sender extends Collector {
    /** Whether no more rows are wanted. */
    default boolean isFull() {
        return false;
    }

    /** No more rows come: sends what is left. */
    void finish();
}
