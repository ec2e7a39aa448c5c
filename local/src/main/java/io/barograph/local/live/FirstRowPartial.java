package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.stage.Terminal;
import io.barograph.local.LiveFirstRows;
import io.barograph.local.spill.BatchCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The first row of each key among those that one worker has read since it last handed over. For one thread. */
final class FirstRowPartial implements Partial {
    private final LiveFirstRows firsts;
    private final BatchCodec codec;

    FirstRowPartial(Schema input, Terminal.Fold fold) {
        this.firsts = LiveFirstRows.of(input, fold);
        this.codec = new BatchCodec(input);
    }

    @Override
    public void accept(Batch batch) {
        firsts.add(batch);
    }

    @Override
    public Part.Rows handOver(long upTo, boolean all) {
        List<Batch> given = new ArrayList<>();
        firsts.show(rows -> given.add(codec.copy(Objects.requireNonNull(rows.after()))));
        firsts.clear();
        return new Part.Rows(given);
    }

    @Override
    public long earliest() {
        return firsts.isEmpty() ? NOTHING : Long.MIN_VALUE;
    }

    @Override
    public long memoryBytes() {
        return firsts.memoryBytes();
    }
}
