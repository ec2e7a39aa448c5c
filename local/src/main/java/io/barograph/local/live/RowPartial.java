package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import java.util.ArrayList;
import java.util.List;

/** Rows on their way through: copies, since readers go on writing into their own. For one thread. */
final class RowPartial implements Partial {
    private final BatchCodec codec;
    private List<Batch> batches = new ArrayList<>();
    private long bytes;

    RowPartial(Schema schema) {
        this.codec = new BatchCodec(schema);
    }

    @Override
    public void accept(Batch batch) {
        ByteBlock block = codec.encode(batch);
        bytes += block.length();
        batches.add(codec.decode(block.bytes()));
    }

    @Override
    public Part.Rows handOver(long upTo, boolean all) {
        List<Batch> given = batches;
        batches = new ArrayList<>();
        bytes = 0;
        return new Part.Rows(given);
    }

    @Override
    public long earliest() {
        return batches.isEmpty() ? NOTHING : Long.MIN_VALUE;
    }

    @Override
    public long memoryBytes() {
        return bytes;
    }
}
