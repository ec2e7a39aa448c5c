package io.barograph.local;

/** A piece of a stage's input that one worker reads at a time. */
sealed interface Unit {
    /** The number of the stage's feed that it belongs to. */
    int feed();

    /** A split of a table's lane. */
    record SplitUnit(int feed, TableScan scan, int split) implements Unit {}

    /** A piece of the rows of a finished stage. */
    record PieceUnit(int feed, FinishedRows rows, int piece) implements Unit {}

    /** Some of the rows that a join holds, of which those without a match are read. */
    record RestUnit(int feed, JoinRun join, int from, int count) implements Unit {}
}
