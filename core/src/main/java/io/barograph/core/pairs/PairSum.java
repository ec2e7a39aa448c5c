package io.barograph.core.pairs;

/** The sums that a correlation is made of: each of products, over all times, of something of one series and something of the other. */
public enum PairSum {
    /** Of what complete series need no other. */
    PRODUCTS(Factor.DEVIATION, Factor.DEVIATION),
    COUNTS(Factor.PRESENCE, Factor.PRESENCE),
    LEFT(Factor.DEVIATION, Factor.PRESENCE),
    RIGHT(Factor.PRESENCE, Factor.DEVIATION),
    LEFT_SQUARES(Factor.SQUARE, Factor.PRESENCE),
    RIGHT_SQUARES(Factor.PRESENCE, Factor.SQUARE);

    private final Factor left;
    private final Factor right;

    /** What is multiplied of a series at a time. */
    public enum Factor {
        /** What a reading is above the mean, 0 where it is missing. */
        DEVIATION,
        /** 1 where there is a reading, else 0. */
        PRESENCE,
        /** Of the deviation. */
        SQUARE
    }

    PairSum(Factor left, Factor right) {
        this.left = left;
        this.right = right;
    }

    /** Of the one series. */
    public Factor left() {
        return left;
    }

    /** Of the other series. */
    public Factor right() {
        return right;
    }
}
