package io.barograph.local;

import io.barograph.core.source.Block;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Split;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** On which machines the bytes of splits lie, by the blocks of their lanes. */
final class SplitHosts {
    /** As many as HDFS keeps of a block, unless it is told otherwise. */
    private static final int MOST = 3;

    private final Map<Integer, List<Block>> byLane = new HashMap<>();

    /** @param blocks of the lane, in order and without gaps; may be empty */
    void add(Lane lane, List<Block> blocks) {
        byLane.put(lane.index(), blocks);
    }

    /** The machines that have most of the splits' bytes, those with the most first; empty where nobody knows. */
    List<String> of(List<Split> splits) {
        Map<String, Long> bytes = new TreeMap<>();
        for (Split split : splits) {
            List<Block> blocks = byLane.getOrDefault(split.lane().index(), List.of());
            for (int i = firstBehind(blocks, split.start());
                    i < blocks.size() && blocks.get(i).start() < split.end();
                    i++) {
                Block block = blocks.get(i);
                long common = Math.min(block.end(), split.end()) - Math.max(block.start(), split.start());
                block.hosts().forEach(host -> bytes.merge(host, common, Long::sum));
            }
        }
        return bytes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The first block that ends behind an offset. */
    private static int firstBehind(List<Block> blocks, long offset) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks.get(middle).end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
