package io.barograph.local;

import io.barograph.core.source.Block;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Split;
import java.util.ArrayList;
import java.util.List;

/** Cuts a lane into splits of about the same size, where its blocks meet wherever that is near enough. */
final class LaneCut {
    private LaneCut() {}

    /**
     * Cuts a lane that can be read from the middle.
     *
     * @param blocks of the lane, in order; may be empty
     * @param splitBytes what a split should have; it has half to one and a half of that, unless the lane is shorter
     */
    static List<Split> cut(Lane lane, List<Block> blocks, long splitBytes) {
        List<Split> splits = new ArrayList<>();
        long start = 0;
        long end = end(start, lane, blocks, splitBytes);
        while (end < lane.sizeBytes()) {
            splits.add(new Split(lane, start, end));
            start = end;
            end = end(start, lane, blocks, splitBytes);
        }
        splits.add(new Split(lane, start, lane.sizeBytes()));
        return splits;
    }

    private static long end(long start, Lane lane, List<Block> blocks, long splitBytes) {
        long half = splitBytes / 2;
        long size = lane.sizeBytes();
        // A rest of less than half a split stays with the split before it.
        boolean isLast = size - start <= splitBytes + half;
        long nearest = isLast ? size : start + splitBytes;
        long least = Long.MAX_VALUE;
        for (Block block : blocks) {
            long border = block.start();
            long distance = Math.abs(border - start - splitBytes);
            boolean fits =
                    border - start >= Math.max(1, half) && border - start <= splitBytes + half && size - border >= half;
            if (fits && distance < least) {
                nearest = border;
                least = distance;
            }
        }
        return nearest;
    }
}
