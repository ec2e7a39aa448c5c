package io.barograph.cli.live;

import io.barograph.core.live.LiveSink;

/** What all views have in common: nothing that was shown can be unshown, so there is nothing to prepare or to commit. */
abstract class ConsoleSink implements LiveSink {
    @Override
    public final String guarantee() {
        return "at least once: what came behind the last checkpoint is shown again after a restart";
    }

    @Override
    public boolean takesRevisions() {
        return true;
    }

    @Override
    public long begin() {
        return ANY;
    }

    @Override
    public final void resume(long checkpoint) {}

    @Override
    public void flush() {}

    @Override
    public final void prepare(long checkpoint) {}

    @Override
    public final void commit(long checkpoint) {}

    @Override
    public void close() {}
}
