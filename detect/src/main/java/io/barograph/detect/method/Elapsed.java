package io.barograph.detect.method;

/** Time from one row to the next. */
final class Elapsed {
    private Elapsed() {}

    /** The distance of two times, exact up to 2^53: 104 days in nanoseconds. */
    static double between(long earlier, long later) {
        long exact = later - earlier;
        return exact < 0 ? (double) later - (double) earlier : exact;
    }

    /** The time a distance later, {@link Long#MAX_VALUE} where that is beyond all times. */
    static long after(long time, double distance) {
        long later = time + (long) Math.ceil(distance);
        return distance > 0 && later < time ? Long.MAX_VALUE : later;
    }
}
