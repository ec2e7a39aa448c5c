package io.barograph.core.aggregate.exact;

/** One exact sum of a state: Σ of a product of at most two arguments. */
enum Term {
    X(1, 0),
    Y(0, 1),
    XX(2, 0),
    YY(0, 2),
    XY(1, 1);

    private final int powerOfX;
    private final int powerOfY;

    Term(int powerOfX, int powerOfY) {
        this.powerOfX = powerOfX;
        this.powerOfY = powerOfY;
    }

    boolean isProduct() {
        return powerOfX + powerOfY == 2;
    }

    /** The number of limbs in a record. */
    int limbs() {
        return isProduct() ? 3 : 2;
    }

    /** The weight of one limb over that of the one before it, in bits. */
    int limbBits() {
        return isProduct() ? Record.PRODUCT_LIMB_BITS : Record.SUM_LIMB_BITS;
    }

    /**
     * The weight of a record's lowest bit, as a power of two over the state's unit, which is 2^-1074 for a sum and
     * 2^-2148 for a sum of products.
     */
    int position(long header) {
        return powerOfX * (Record.windowOfX(header) - 1) + powerOfY * (Record.windowOfY(header) - 1);
    }

    /** The power of two of the state's unit. */
    int unit() {
        return isProduct() ? 2 * Record.UNIT : Record.UNIT;
    }
}
