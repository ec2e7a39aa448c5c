package io.barograph.core.plan;

/** Which rows a {@link Plan.Join} yields. A pair matches where all keys are equal and the residual condition is true. */
public enum JoinKind {
    /** The matching pairs. Without keys and condition every pair: a CROSS join. */
    INNER,
    /** The matching pairs, and every left row that matches nothing, its right columns NULL. */
    LEFT,
    /** The matching pairs, and every right row that matches nothing, its left columns NULL. */
    RIGHT,
    /** The matching pairs, and every row of either side that matches nothing. */
    FULL,
    /** The left rows that match something, once each. */
    SEMI,
    /** The left rows that match nothing. */
    ANTI,
    /** Every left row once, and behind its columns whether it matches something: true or false, never NULL. */
    MARK;

    /** Whether the rows are pairs: left columns, then right ones. */
    public boolean yieldsPairs() {
        return this == INNER || this == LEFT || this == RIGHT || this == FULL;
    }

    /**
     * Whether a host that holds one side in memory holds the left one: the smaller, of equal ones the right; where the left
     * rows themselves come out, always the right.
     */
    public boolean holdsLeft(long leftBytes, long rightBytes) {
        return yieldsPairs() && leftBytes < rightBytes;
    }

    /** Whether a left row that matches nothing comes out with NULLs on its right. */
    public boolean keepsLeft() {
        return this == LEFT || this == FULL;
    }

    /** Whether a right row that matches nothing comes out with NULLs on its left. */
    public boolean keepsRight() {
        return this == RIGHT || this == FULL;
    }
}
