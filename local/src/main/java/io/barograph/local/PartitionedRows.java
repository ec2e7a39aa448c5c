package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Schema;
import io.barograph.core.join.JoinPartitioner;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.RowSpill;
import io.barograph.local.spill.SpillFile;
import java.util.ArrayList;
import java.util.List;

/** One side of a join in a temporary file, dealt out to partitions by the join's keys; each keeps the rows' order. */
final class PartitionedRows {
    private final JoinPartitioner partitioner;
    private final int level;
    private final BatchCompactor compactor;
    private final List<SpillWriter> writers = new ArrayList<>();
    private final int[][] positions = new int[JoinPartitioner.PARTITIONS][Batch.CAPACITY];
    private final int[] counts = new int[JoinPartitioner.PARTITIONS];

    PartitionedRows(Schema schema, SpillFile file, JoinPartitioner partitioner, int level) {
        this.partitioner = partitioner;
        this.level = level;
        this.compactor = BatchCompactor.of(schema);
        BatchCodec codec = new BatchCodec(schema);
        for (int i = 0; i < JoinPartitioner.PARTITIONS; i++) {
            writers.add(new SpillWriter(schema, file, codec));
        }
    }

    void add(Batch batch) {
        int[] partitions = partitioner.partitions(batch, level);
        for (int i = 0; i < batch.size(); i++) {
            int partition = partitions[i];
            positions[partition][counts[partition]++] = i;
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                writers.get(i).append(compactor.compact(batch, positions[i], counts[i]));
                counts[i] = 0;
            }
        }
    }

    /** All partitions, written out. */
    List<RowSpill> finish() {
        return writers.stream().map(SpillWriter::finish).toList();
    }
}
