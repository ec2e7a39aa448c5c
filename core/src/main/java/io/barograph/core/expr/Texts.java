package io.barograph.core.expr;

import java.time.Instant;

/** Values as text. */
final class Texts {
    private Texts() {}

    static String number(double value) {
        return Double.toString(value);
    }

    static String timestamp(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                .toString();
    }

    static String interval(long nanos) {
        return nanos + " ns";
    }
}
