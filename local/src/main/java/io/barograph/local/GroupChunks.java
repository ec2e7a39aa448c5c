package io.barograph.local;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Batch;
import io.barograph.core.merge.MergeTable;
import io.barograph.local.spill.BatchCodec;
import java.util.List;

/** Partial groups as chunks of canonical states, on their way to the partitions of their keys. */
public final class GroupChunks {
    private GroupChunks() {}

    /**
     * Sends all groups of a table. However they are cut into chunks and tables, they merge to the same.
     *
     * @param table is not to be used any more
     * @param dealtBy positions among the keys of those by whose hash groups are dealt out
     */
    public static void send(MergeTable table, List<Integer> dealtBy, int partitions, ChunkTarget target) {
        if (table.groups() > 0) {
            new GroupSender(table, dealtBy, new ChunkSender(0, partitions, target)).spill();
        }
    }

    /** Merges the groups of a chunk into a table for the same aggregation. */
    public static void merge(byte[] chunk, MergeTable into) {
        int keysAt = Chunk.keysAt(chunk);
        Batch keys = new BatchCodec(into.keySchema()).decode(chunk, keysAt);
        into.mergeSaved(keys, new StateInput(chunk, Chunk.statesAt(), keysAt));
    }
}
