package io.barograph.core.over;

import io.barograph.core.aggregate.RunGroups;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.SharedStates;

/** Moving frames as runs of the rows that are kept of them: frames of one stretch that leave their first rows behind. */
final class RunFrames extends FrameRows implements RunGroups {
    private final Stretches.Stretch stretch;
    private final int[] starts = new int[Batch.CAPACITY];
    private final int[] ends = new int[Batch.CAPACITY];
    private Column[] arguments = new Column[0];

    RunFrames(Schema input, SharedStates.Need need, Stretches.Stretch stretch) {
        super(input, need);
        this.stretch = stretch;
    }

    @Override
    void load(long next, int count) {
        arguments = rows.values();
        long first = rows.first();
        for (int frame = 0; frame < count; frame++) {
            starts[frame] = (int) (rows.number(stretch.start(next + frame)) - first);
            ends[frame] = (int) (rows.number(stretch.end(next + frame)) - first);
        }
    }

    @Override
    public Column[] arguments() {
        return arguments;
    }

    @Override
    public int start(int group) {
        return starts[group];
    }

    @Override
    public int end(int group) {
        return ends[group];
    }

    @Override
    long memoryBytes() {
        return super.memoryBytes() + 8L * Batch.CAPACITY;
    }
}
