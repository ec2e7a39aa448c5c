package io.barograph.core.expr;

/** Where doubles and longs meet. */
final class LongRange {
    /** 2^63: the smallest double above every long. */
    static final double LIMIT = 0x1p63;

    private LongRange() {}

    /** Whether a double, rounded to an integer already, fits a long. False for NaN. */
    static boolean contains(double integer) {
        return integer >= -LIMIT && integer < LIMIT;
    }

    /** Compares exactly, without rounding the long; NaN is above everything. */
    static int compare(long left, double right) {
        if (right >= LIMIT || Double.isNaN(right)) {
            return -1;
        }
        if (right < -LIMIT) {
            return 1;
        }
        long whole = (long) right;
        return left != whole ? Long.compare(left, whole) : Double.compare(0.0, right - whole + 0.0);
    }
}
