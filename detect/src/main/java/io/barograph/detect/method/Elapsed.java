package io.barograph.detect.method;

/** Time from one row to the next. */
final class Elapsed {
    private Elapsed() {}

    /** Nanoseconds between two times, exact up to 104 days. */
    static double between(long earlier, long later) {
        long exact = later - earlier;
        return exact < 0 ? (double) later - (double) earlier : exact;
    }

    /** The time a duration later, {@link Long#MAX_VALUE} where that is beyond all times. */
    static long after(long time, double nanos) {
        long later = time + (long) Math.ceil(nanos);
        return nanos > 0 && later < time ? Long.MAX_VALUE : later;
    }
}
