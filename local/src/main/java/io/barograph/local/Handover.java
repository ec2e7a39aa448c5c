package io.barograph.local;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The place where workers lay down the output of units, and the caller takes it up in the units' order. Bounded: a worker
 * that is ahead waits for the caller, in units and in bytes. Thread-safe.
 *
 * <p>It cannot lock up: units are claimed in order, so the unit that the caller wants is always in some worker's hands,
 * and that worker may lay down a chunk whatever others have.
 */
final class Handover {
    /** How often waiting threads look whether the run was cancelled: nobody wakes them for that. */
    private static final long LOOK_MILLIS = 50;

    private final Workers workers;
    private final Slot[] slots;
    private final int lookahead;
    private final long bufferBytes;
    private int nextUnit;
    private int wantedUnit;
    private long heldBytes;
    private boolean stopped;

    /**
     * @param lookahead units that may be claimed beyond the one that the caller wants
     * @param bufferBytes what chunks together may take
     */
    Handover(Workers workers, int units, int lookahead, long bufferBytes) {
        this.workers = workers;
        this.slots = new Slot[units];
        this.lookahead = lookahead;
        this.bufferBytes = bufferBytes;
        for (int unit = 0; unit < units; unit++) {
            slots[unit] = new Slot();
        }
    }

    private static final class Slot {
        private final Queue<OutputChunk> chunks = new ArrayDeque<>();
        private boolean begun;
        private long startOffset;
        private boolean discarded;
        private @Nullable UnitOutcome outcome;
    }

    /** For workers: the next unit, or -1 when there is none. */
    synchronized int claim() {
        while (!stopped && nextUnit < slots.length && nextUnit > wantedUnit + lookahead) {
            await();
        }
        return stopped || nextUnit >= slots.length ? -1 : nextUnit++;
    }

    /** For workers: the unit's first record is known; -1 where there are no offsets. */
    synchronized void begin(int unit, long startOffset) {
        slots[unit].startOffset = startOffset;
        slots[unit].begun = true;
        notifyAll();
    }

    /** For workers: whether nobody wants the rest of this unit. */
    synchronized boolean isAbandoned(int unit) {
        return stopped || slots[unit].discarded;
    }

    /** For workers: lays down output; it is dropped where nobody wants it. */
    synchronized void put(int unit, OutputChunk chunk) {
        Slot slot = slots[unit];
        while (!isAbandoned(unit)
                && heldBytes + chunk.memoryBytes() > bufferBytes
                && (unit != wantedUnit || !slot.chunks.isEmpty())) {
            await();
        }
        if (!isAbandoned(unit)) {
            slot.chunks.add(chunk);
            heldBytes += chunk.memoryBytes();
            notifyAll();
        }
    }

    /** For workers: the unit has no more output. */
    synchronized void end(int unit, UnitOutcome outcome) {
        slots[unit].outcome = outcome;
        slots[unit].begun = true;
        notifyAll();
    }

    /** For the caller: waits until the unit has begun, and returns the offset of its first record. */
    synchronized long want(int unit) {
        wantedUnit = unit;
        notifyAll();
        while (!slots[unit].begun) {
            await();
        }
        return slots[unit].startOffset;
    }

    /** For the caller: the next chunk of the unit that it wants, or null at the unit's end. */
    synchronized @Nullable OutputChunk take() {
        Slot slot = slots[wantedUnit];
        while (slot.chunks.isEmpty() && slot.outcome == null) {
            await();
        }
        OutputChunk chunk = slot.chunks.poll();
        if (chunk != null) {
            heldBytes -= chunk.memoryBytes();
            notifyAll();
        }
        return chunk;
    }

    /** For the caller: the outcome of a unit that has ended. */
    synchronized UnitOutcome outcome(int unit) {
        UnitOutcome outcome = slots[unit].outcome;
        if (outcome == null) {
            throw new IllegalStateException("unit " + unit + " has not ended");
        }
        return outcome;
    }

    /** For the caller: drops what the unit gave and gives. */
    synchronized void discard(int unit) {
        Slot slot = slots[unit];
        slot.discarded = true;
        for (OutputChunk chunk : slot.chunks) {
            heldBytes -= chunk.memoryBytes();
        }
        slot.chunks.clear();
        notifyAll();
    }

    /** Ends all: nobody wants more. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Wakes all who wait, to see that the run has failed. */
    synchronized void wake() {
        notifyAll();
    }

    private void await() {
        workers.check();
        try {
            wait(LOOK_MILLIS);
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
            throw Workers.interruption();
        }
        workers.check();
    }
}
