package io.barograph.local;

import org.jspecify.annotations.Nullable;

/** Gathers one worker's output, unit by unit, in chunks worth handing over. Used by one thread. */
interface OutputWriter extends BatchConsumer {
    /** Begins a unit. */
    void begin();

    /** Whether the unit has given all that can be asked of it. */
    boolean isFull();

    /** What was gathered, if it is worth handing over or is the unit's last; else null. */
    @Nullable
    OutputChunk take(boolean last);
}
