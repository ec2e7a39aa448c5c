package io.barograph.spark.live;

import io.barograph.local.live.LanePiece;
import io.barograph.local.live.LanePlan;
import io.barograph.local.live.LanePlanner;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;

/**
 * The source of a live pipeline: its rows are the pieces of lanes that a batch reads, not what is in them. Those are read behind
 * the first exchange, where the lanes' states are.
 */
final class PieceStream implements MicroBatchStream, SupportsTriggerAvailableNow {
    private final LanePlanner planner;
    private final int partitions;
    /** Whether what there is at the first look is all. */
    private boolean endsHere;

    PieceStream(LanePlanner planner, int partitions) {
        this.planner = planner;
        this.partitions = partitions;
    }

    @Override
    public Offset initialOffset() {
        return new PlannedOffset(planner.first(partitions));
    }

    @Override
    public Offset deserializeOffset(String json) {
        return new PlannedOffset(planner.resume(PlannedOffset.of(json).plan()));
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        endsHere = true;
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        LanePlan before = ((PlannedOffset) start).plan();
        if (endsHere) {
            planner.endHere(before);
            endsHere = false;
        }
        return new PlannedOffset(planner.next(before));
    }

    @Override
    public Offset latestOffset() {
        throw new UnsupportedOperationException("Spark asks with the offset before");
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        LanePlan from = ((PlannedOffset) start).plan();
        LanePlan to = ((PlannedOffset) end).plan();
        List<byte[]> pieces =
                LanePlan.pieces(from, to).stream().map(LanePiece::toBytes).toList();
        return new InputPartition[] {new PieceRows(pieces, new Slots(to.partitions()))};
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new PieceRows.Factory();
    }

    @Override
    public void commit(Offset end) {}

    @Override
    public void stop() {}
}
