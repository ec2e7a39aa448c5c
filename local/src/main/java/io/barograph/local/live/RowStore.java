package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Batch;
import io.barograph.core.live.Revisions;
import java.util.ArrayList;
import java.util.List;

/** Rows on their way through: nothing is kept. */
final class RowStore implements Store {
    private final List<Batch> waiting = new ArrayList<>();

    @Override
    public void absorb(Partial.Part part) {
        waiting.addAll(((Partial.Part.Rows) part).batches());
    }

    @Override
    public void publish(Moment moment, Target target) {
        waiting.forEach(batch -> target.accept(Revisions.added(batch)));
        waiting.clear();
    }

    @Override
    public boolean isDue(long upTo, long settled) {
        return !waiting.isEmpty();
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public Snapshot snapshot() {
        return output -> {};
    }

    @Override
    public void read(StateInput input) {}
}
