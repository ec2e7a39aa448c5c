package io.barograph.core.source;

import java.util.List;

/**
 * A piece of a lane that its file system keeps as one, on some machines. Only where rows are read best depends on it.
 *
 * @param start offset of its first byte in the lane
 * @param end behind its last byte
 * @param hosts names of the machines that have it, in no order; empty where nobody knows
 */
public record Block(long start, long end, List<String> hosts) {
    public Block {
        hosts = List.copyOf(hosts);
    }
}
