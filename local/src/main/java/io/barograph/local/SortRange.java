package io.barograph.local;

import java.util.List;

/**
 * The ranges of an order that a sort's rows are dealt out to, one partition each.
 *
 * @param stage number of the sort's stage
 * @param borders rows in their order, each a block as {@link io.barograph.local.spill.BatchCodec} writes it: a row goes to the partition
 *     whose number is that of the borders that are not behind it; not to be changed
 */
public record SortRange(int stage, List<byte[]> borders) {
    public SortRange {
        borders = List.copyOf(borders);
    }

    /** How many ranges there are. */
    int partitions() {
        return borders.size() + 1;
    }
}
