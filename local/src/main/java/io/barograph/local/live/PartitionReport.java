package io.barograph.local.live;

import java.util.List;
import java.util.Map;

/**
 * How a partition of the keys stands behind a micro-batch.
 *
 * @param ended whether all lanes have
 * @param queries by INSERT
 * @param undefined undefined results of the batch, by expression
 */
record PartitionReport(int partition, boolean ended, List<OfQuery> queries, Map<String, Long> undefined) {
    PartitionReport {
        queries = List.copyOf(queries);
    }

    /**
     * What an INSERT has shown of the partition.
     *
     * @param upTo windows that end here or before are shown
     * @param added since the first run, as are the counts that follow
     */
    record OfQuery(long upTo, String heldBy, long added, long revised, long removed) {}
}
