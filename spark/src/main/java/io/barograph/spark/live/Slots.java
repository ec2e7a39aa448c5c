package io.barograph.spark.live;

import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * Numbers that Spark deals out to the partitions that we want them in: it puts a key where its hash says, and would have two
 * lanes read by one task while another has none.
 *
 * @param partitions of Spark's exchange
 */
record Slots(int partitions) {
    /** That of Spark's hash partitioning. */
    private static final int SEED = 42;

    /** The key of a number: of each run of as many numbers as there are partitions, one goes to each. */
    int key(int number) {
        int partition = number % partitions;
        int before = number / partitions;
        for (int key = 0; ; key++) {
            if (partition(key) == partition && before-- == 0) {
                return key;
            }
        }
    }

    /** The partition that a key goes to. */
    int partition(int key) {
        return Math.floorMod(Murmur3_x86_32.hashInt(key, SEED), partitions);
    }
}
