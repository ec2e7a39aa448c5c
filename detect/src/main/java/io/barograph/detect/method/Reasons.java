package io.barograph.detect.method;

import io.barograph.detect.Amounts;

/** Parts of reasons that several detectors give. */
final class Reasons {
    private Reasons() {}

    /** What is usual by a tail. */
    static String threshold(Tail tail) {
        return tail.threshold() == 0
                ? "98 % of rows do not deviate at all"
                : "98 % of rows stay within " + Amounts.number(tail.threshold());
    }

    /** How many deviations, of which kind, above or below. */
    static String deviations(double deviations, String kind) {
        return Amounts.number(Math.abs(deviations)) + " " + kind + " deviations "
                + (deviations < 0 ? "below" : "above");
    }
}
