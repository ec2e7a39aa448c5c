package io.barograph.spark;

import org.apache.spark.Partitioner;

/** Chunks go to the partition whose number they are sent with. */
final class ByNumber extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    ByNumber(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object number) {
        return (Integer) number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByNumber that && partitions == that.partitions;
    }

    @Override
    public int hashCode() {
        return partitions;
    }
}
