package io.barograph.local;

/** Where one worker gathers the rows of a stage whose order does not matter. Used by one thread at a time. */
interface Collector extends BatchConsumer {
    /** Bytes of heap that it takes. */
    long memoryBytes();

    /** How many things it keeps: groups or rows. */
    long items();

    /** The worker's last row of a pass has come. */
    default void end() {}

    /** Brings back what is elsewhere and counted by guess, such as rows on their way to a device. */
    default void bringBack() {}

    /** Writes what it holds to temporary files, and holds nothing. Few things it may keep: they are not worth a file's run. */
    void spill();
}
