package io.barograph.core.pairs;

import java.util.function.IntPredicate;

/** The earliest of some windows that is more than a zone away from a given one. Immutable. */
final class EarliestWindows {
    private final int zone;
    private final int[] following;

    /** @param belongs whether a window is one of them */
    EarliestWindows(int windows, IntPredicate belongs, int zone) {
        this.zone = zone;
        following = new int[windows + 1];
        following[windows] = -1;
        for (int window = windows - 1; window >= 0; window--) {
            following[window] = belongs.test(window) ? window : following[window + 1];
        }
    }

    int zone() {
        return zone;
    }

    /** The earliest of them further than the zone away from this window, or -1. */
    int earliestFarFrom(int window) {
        int first = following[0];
        if (first >= 0 && first < window - zone) {
            return first;
        }
        return window + zone + 1 < following.length ? following[window + zone + 1] : -1;
    }
}
