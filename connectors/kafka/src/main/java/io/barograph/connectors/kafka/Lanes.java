package io.barograph.connectors.kafka;

import org.apache.kafka.common.TopicPartition;

/** A topic's partitions are its lanes. */
final class Lanes {
    private Lanes() {}

    /** {@code readings/3}. */
    static String name(TopicPartition partition) {
        return partition.topic() + "/" + partition.partition();
    }
}
