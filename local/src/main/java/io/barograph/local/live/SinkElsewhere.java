package io.barograph.local.live;

import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import java.util.function.Consumer;

/**
 * In place of a sink that is somewhere else: passes rows on, and leaves checkpoints to those who write there.
 *
 * @param takesRevisions as the sink says
 * @param holdsUnsaved as the sink says
 */
record SinkElsewhere(boolean takesRevisions, boolean holdsUnsaved, Consumer<Revisions> target) implements LiveSink {
    @Override
    public String guarantee() {
        return "";
    }

    @Override
    public long begin() {
        return ANY;
    }

    @Override
    public void resume(long checkpoint) {}

    @Override
    public void accept(Revisions changes) {
        target.accept(changes);
    }

    @Override
    public void flush() {}

    @Override
    public void prepare(long checkpoint) {}

    @Override
    public void commit(long checkpoint) {}

    @Override
    public void close() {}
}
