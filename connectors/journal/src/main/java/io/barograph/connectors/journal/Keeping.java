package io.barograph.connectors.journal;

/**
 * How long a journal's records are kept. Whole segments are deleted, the oldest first, never the one that is written.
 *
 * @param maxBytes of all segments; {@link Long#MAX_VALUE} for no limit
 * @param maxMillis that writers live through after a segment was last written to; {@link Long#MAX_VALUE} for ever
 */
record Keeping(long maxBytes, long maxMillis) {
    static final Keeping ALL = new Keeping(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Segments are ended so early that deleting whole ones keeps to a time. */
    private static final int SEGMENTS_OF_TIME = 8;

    /** Whether records are deleted for their age. */
    boolean hasTime() {
        return maxMillis != Long.MAX_VALUE;
    }

    /** How long a segment is written at most. */
    long segmentMillis() {
        return hasTime() ? Math.max(1, maxMillis / SEGMENTS_OF_TIME) : Long.MAX_VALUE;
    }
}
