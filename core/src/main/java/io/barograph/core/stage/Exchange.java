package io.barograph.core.stage;

/** How rows or states move to the half of an operator that finishes it. */
public enum Exchange {
    /** To one place. */
    GATHER,
    /** To the place that owns their key. */
    KEYED,
    /** To every place; small. */
    BROADCAST,
    /** To the place that owns their range of the sort order. */
    RANGE
}
