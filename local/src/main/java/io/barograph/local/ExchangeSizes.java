package io.barograph.local;

/**
 * The sizes by which exchanges of a cluster's tasks are chosen.
 *
 * @param mostBroadcast bytes of rows up to which the smaller side of a join goes to every task; 0 where none does
 * @param leastRange bytes of tables from which on their rows are sorted in several places
 */
record ExchangeSizes(long mostBroadcast, long leastRange) {
    /**
     * A job carries the rows that go to every task, and engines send a job whole, more than once: 100,000 devices with two columns
     * more take 3 MB. What one core sorts in a few seconds is not worth looking for its borders.
     */
    static final ExchangeSizes DEFAULTS = new ExchangeSizes(8L << 20, 64L << 20);
}
