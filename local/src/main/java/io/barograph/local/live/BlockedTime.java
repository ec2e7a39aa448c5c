package io.barograph.local.live;

/** Adds up for how long somebody has waited for others, what is still going on included. One thread waits, any may ask. */
final class BlockedTime {
    private long nanos;
    private long since;
    private boolean waits;

    /** The waiting begins, where it has not already. */
    synchronized void begin() {
        if (!waits) {
            waits = true;
            since = System.nanoTime();
        }
    }

    /** The waiting ends, where there was any. */
    synchronized void end() {
        if (waits) {
            waits = false;
            nanos += System.nanoTime() - since;
        }
    }

    /** Does something that counts as waiting. */
    void during(Runnable work) {
        begin();
        try {
            work.run();
        } finally {
            end();
        }
    }

    /** How long all together, in nanoseconds; it never shrinks. */
    synchronized long nanos() {
        return waits ? nanos + System.nanoTime() - since : nanos;
    }
}
