package io.barograph.local.live;

import java.util.function.BooleanSupplier;

/**
 * Rows that a sink may still hold from an instance that died, and that this one never showed, for all it knows: behind its
 * last checkpoint the dead one had shown a group whose row a filter has left out since. Such a row is told to go, whether it
 * is there or not. For one thread.
 */
final class StaleRows {
    /** Where there are none. */
    static final StaleRows NONE = new StaleRows(() -> false);

    private final BooleanSupplier possible;
    private boolean takesBack;

    StaleRows(BooleanSupplier possible) {
        this.possible = possible;
    }

    /** The same, for another thread. */
    StaleRows forAnother() {
        return new StaleRows(possible);
    }

    boolean arePossible() {
        return possible.getAsBoolean();
    }

    /** Runs what takes such rows back: no filter on the way holds them up, and nobody counts them. */
    void takeBack(Runnable rows) {
        takesBack = true;
        rows.run();
        takesBack = false;
    }

    boolean takesBack() {
        return takesBack;
    }
}
