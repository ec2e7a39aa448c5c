package io.barograph.local;

import io.barograph.core.aggregate.StateOutput;
import io.barograph.local.spill.ByteBlock;

/** Sends a task's chunks, numbered. For one thread. */
final class ChunkSender {
    private final int task;
    private final int partitions;
    private final ChunkTarget target;
    private int number;

    ChunkSender(int task, int partitions, ChunkTarget target) {
        this.task = task;
        this.partitions = partitions;
        this.target = target;
    }

    int partitions() {
        return partitions;
    }

    void sendRows(int partition, int side, ByteBlock rows) {
        target.send(partition, Chunk.rows(task, number++, side, rows));
    }

    void sendGroups(int partition, StateOutput states, ByteBlock keys) {
        target.send(partition, Chunk.groups(task, number++, states, keys));
    }

    /** Tells every partition. */
    void sendLatest(long time) {
        for (int partition = 0; partition < partitions; partition++) {
            target.send(partition, Chunk.latest(task, number++, time));
        }
    }

    void sendReport(TaskReport report) {
        target.send(0, Chunk.report(task, number++, report));
    }

    /** Passes on what an earlier task has reported. */
    void passOn(byte[] report) {
        target.send(0, report);
    }
}
