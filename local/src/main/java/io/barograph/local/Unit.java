package io.barograph.local;

/** A piece of a stage's input that one worker reads at a time. */
sealed interface Unit {
    /** The number of the stage's branch that it feeds. */
    int branch();

    /** A split of a table's lane. */
    record SplitUnit(int branch, TableScan scan, int split) implements Unit {}

    /** Some rows of a finished stage, from a multiple of a batch's capacity. */
    record RangeUnit(int branch, FinishedRows rows, long from, int count) implements Unit {}
}
