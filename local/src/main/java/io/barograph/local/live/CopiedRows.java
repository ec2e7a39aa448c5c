package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.local.spill.BatchCodec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps changes for whoever takes them as they are, later: where there is nothing to encode. For one thread. */
final class CopiedRows implements LiveSink.Encoder {
    private final BatchCodec codec;
    private final Consumer<Revisions> target;

    CopiedRows(Schema schema, Consumer<Revisions> target) {
        this.codec = new BatchCodec(schema);
        this.target = target;
    }

    @Override
    public Runnable encode(Revisions changes) {
        Revisions kept =
                new Revisions(copy(changes.before()), copy(changes.after()), changes.hadBefore(), changes.hasAfter());
        return () -> target.accept(kept);
    }

    private @Nullable Batch copy(@Nullable Batch batch) {
        return batch == null ? null : codec.copy(batch);
    }
}
