package io.barograph.local;

/** Where one worker gathers the rows of a stage whose order does not matter. Used by one thread at a time. */
interface Collector extends BatchConsumer {
    /**
     * The first row is about to come.
     *
     * @param between to be asked again and again while a row or two bring much at once: it may {@link #spillBetween}, and end the run
     */
    default void begin(Runnable between) {}

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

    /**
     * The same while much comes at once: no more of it than can be let go of then.
     *
     * @return whether it may spill more once all has come
     */
    default boolean spillBetween() {
        return true;
    }
}
