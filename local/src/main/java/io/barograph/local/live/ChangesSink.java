package io.barograph.local.live;

import io.barograph.core.column.Schema;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import java.util.function.Consumer;

/** In place of a sink that is somewhere else: passes rows on as bytes. What the sink can do, one that never begins says. */
final class ChangesSink implements LiveSink {
    private final LiveSink described;
    private final RevisionCodec codec;
    private final Consumer<byte[]> target;

    ChangesSink(LiveSink described, Schema schema, Consumer<byte[]> target) {
        this.described = described;
        this.codec = new RevisionCodec(schema);
        this.target = target;
    }

    @Override
    public String guarantee() {
        return described.guarantee();
    }

    @Override
    public boolean takesRevisions() {
        return described.takesRevisions();
    }

    @Override
    public boolean holdsUnsaved() {
        return described.holdsUnsaved();
    }

    @Override
    public long begin() {
        return ANY;
    }

    @Override
    public void resume(long checkpoint) {}

    @Override
    public void accept(Revisions changes) {
        target.accept(codec.write(changes));
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
