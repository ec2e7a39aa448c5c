package io.barograph.local;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Deals units out so that each worker reads one stretch of the source: rows that lie together mostly share groups, and so
 * the workers' tables share few. Whoever is done with its own stretch takes from the end of the longest one left.
 * Thread-safe.
 */
final class UnitStretches {
    /** By worker: the next unit in the high half, the one behind the last in the low half. */
    private final AtomicLongArray stretches;

    UnitStretches(int units, int workers) {
        stretches = new AtomicLongArray(workers);
        for (int worker = 0; worker < workers; worker++) {
            stretches.set(worker, pack(start(units, worker, workers), start(units, worker + 1, workers)));
        }
    }

    private static int start(int units, int worker, int workers) {
        return (int) ((long) units * worker / workers);
    }

    /** The next unit for a worker, or -1 when all have been given out. */
    int next(int worker) {
        while (true) {
            long own = stretches.get(worker);
            if (left(own) > 0) {
                if (stretches.compareAndSet(worker, own, pack(from(own) + 1, to(own)))) {
                    return from(own);
                }
                continue;
            }
            int longest = longest();
            if (longest < 0) {
                return -1;
            }
            long other = stretches.get(longest);
            if (left(other) > 0 && stretches.compareAndSet(longest, other, pack(from(other), to(other) - 1))) {
                return to(other) - 1;
            }
        }
    }

    /** The worker with the most units left, or -1 where none has any: stretches only shrink, so that it stays so. */
    private int longest() {
        int longest = -1;
        int most = 0;
        for (int worker = 0; worker < stretches.length(); worker++) {
            int left = left(stretches.get(worker));
            if (left > most) {
                most = left;
                longest = worker;
            }
        }
        return longest;
    }

    private static long pack(int from, int to) {
        return (long) from << Integer.SIZE | to;
    }

    private static int from(long stretch) {
        return (int) (stretch >>> Integer.SIZE);
    }

    private static int to(long stretch) {
        return (int) stretch;
    }

    private static int left(long stretch) {
        return to(stretch) - from(stretch);
    }
}
