package io.barograph.local.live;

import io.barograph.core.live.LiveLane;
import io.barograph.core.stage.PlanCodec;

/**
 * A stretch of a lane: what one micro-batch reads of it. Travels as bytes.
 *
 * @param ordinal number of the lane among the batch's, the same in every batch
 * @param lanes how many these are
 * @param partitions to how many groups are dealt out
 * @param table position among the job's tables
 * @param lane as in {@link LiveLane#index}
 * @param first where the first run began
 * @param from offset of the piece's first record
 * @param to the first offset that is not read; {@code from} where there is nothing new
 * @param end behind the last record that there was when the batch was planned
 * @param isLast whether the lane ends with it
 * @param isIdle whether the lane has been silent for so long that nothing waits for it
 */
public record LanePiece(
        int ordinal,
        int lanes,
        int partitions,
        int table,
        int lane,
        String name,
        long first,
        long from,
        long to,
        long end,
        boolean isLast,
        boolean isIdle) {
    /** A piece of bytes that {@link #toBytes} made. */
    public static LanePiece of(byte[] bytes) {
        return PlanCodec.read(bytes, LanePiece.class);
    }

    public byte[] toBytes() {
        return PlanCodec.write(this);
    }

    /** The lane, bounded by the piece. */
    LiveLane bounded() {
        return new LiveLane(lane, name, first, to, to);
    }
}
