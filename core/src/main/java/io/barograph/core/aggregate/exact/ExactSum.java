package io.barograph.core.aggregate.exact;

import java.math.BigInteger;

/**
 * An exact sum, value·2^position of a term's unit. The position keeps integers short: sensor values lie about a thousand
 * bits above the least double.
 */
record ExactSum(BigInteger value, int position) {
    /** The position of the lowest bit that is set; a zero has none and says {@link Integer#MAX_VALUE}. */
    int lowestBit() {
        return value.signum() == 0 ? Integer.MAX_VALUE : position + value.getLowestSetBit();
    }

    /** The sum in units of 2^at of the term's unit; at is not above {@link #lowestBit}. */
    BigInteger inUnitsOf(int at) {
        return value.signum() == 0 ? value : value.shiftLeft(position - at);
    }

    /** This plus number·2^at. */
    ExactSum plus(BigInteger number, int at) {
        if (number.signum() == 0) {
            return this;
        }
        if (value.signum() == 0) {
            return new ExactSum(number, at);
        }
        int lower = Math.min(position, at);
        return new ExactSum(value.shiftLeft(position - lower).add(number.shiftLeft(at - lower)), lower);
    }
}
