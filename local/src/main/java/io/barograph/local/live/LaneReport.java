package io.barograph.local.live;

import java.util.Map;

/**
 * How a lane stands behind its piece of a micro-batch: how far its time has come, which every partition is told, and its books,
 * which arrive where the rows do.
 *
 * @param lanes how many lanes the batch has: who has heard of fewer has lost some
 * @param partitions to how many groups are dealt out
 * @param table position among the job's
 * @param lane as in {@link io.barograph.core.live.LiveLane#index}
 * @param isIdle whether it has been silent for so long that nothing waits for it
 * @param watermark behind it no window waits for this lane
 * @param settled no row will be taken that is earlier
 * @param read since the first run, as are the counts that follow
 * @param first where the first run began
 * @param end behind the last record that there was when the batch was planned
 * @param undefined undefined results of the piece, by expression
 */
record LaneReport(
        int lanes,
        int partitions,
        int table,
        int lane,
        String name,
        boolean isIdle,
        boolean ended,
        long watermark,
        long settled,
        long read,
        long used,
        long late,
        long retired,
        long rejected,
        long first,
        long offset,
        long end,
        Map<String, Long> undefined) {
    static LaneReport of(LanePiece piece, LaneState lane, Map<String, Long> undefined) {
        return new LaneReport(
                piece.lanes(),
                piece.partitions(),
                piece.table(),
                piece.lane(),
                piece.name(),
                piece.isIdle(),
                lane.ended,
                lane.watermark,
                lane.settled,
                lane.read,
                lane.used,
                lane.late,
                lane.retired,
                lane.rejected,
                lane.first,
                lane.offset,
                piece.end(),
                undefined);
    }
}
