package io.barograph.local.live;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a micro-batch ends: all that decides what it reads and shows, beside what lanes hold and states. A host writes it down before
 * the batch runs, and so runs the same batch again after a crash.
 *
 * @param pipeline what states are of, as {@link MicroBatchJob#fingerprint} has it
 * @param base number of the first batch's checkpoint, to sinks
 * @param partitions to how many groups are dealt out: for as long as their states are kept
 * @param isBegun whether a batch ends here; else it is where the first one begins
 * @param lanes by their ordinal; later ones are added behind
 */
public record LanePlan(String pipeline, long base, int partitions, boolean isBegun, List<Lane> lanes) {
    public LanePlan {
        lanes = List.copyOf(lanes);
    }

    /**
     * How far a lane is read.
     *
     * @param table position among the job's tables
     * @param index as in {@link io.barograph.core.live.LiveLane#index}
     * @param first where the first run began
     * @param offset where the next batch begins
     * @param bound where the lane ends; {@link io.barograph.core.live.LiveLane#UNBOUNDED} where that is not known, or nowhere
     * @param end behind the last record that there was
     * @param isIdle whether it has been silent for so long that nothing waits for it
     */
    public record Lane(
            int table, int index, String name, long first, long offset, long bound, long end, boolean isIdle) {
        boolean hasEnded() {
            return offset >= bound;
        }
    }

    /** Whether all lanes are read to their end. */
    public boolean hasEnded() {
        return isBegun && lanes.stream().allMatch(Lane::hasEnded);
    }

    /** Whether batches that end here and there are the same: what has come to lie behind makes no difference. */
    public boolean isSameAs(LanePlan other) {
        if (isBegun != other.isBegun || lanes.size() != other.lanes.size()) {
            return false;
        }
        for (int lane = 0; lane < lanes.size(); lane++) {
            Lane one = lanes.get(lane);
            Lane same = other.lanes.get(lane);
            if (one.offset != same.offset || one.isIdle != same.isIdle || one.hasEnded() != same.hasEnded()) {
                return false;
            }
        }
        return true;
    }

    /**
     * What the batch between two plans reads: a piece of every lane, some of them empty.
     *
     * @param from where it begins; of the first batch only that it is the first counts, since a table may be asked again where
     *     its lanes begin, and say another place
     */
    public static List<LanePiece> pieces(LanePlan from, LanePlan to) {
        List<LanePiece> pieces = new ArrayList<>();
        for (int ordinal = 0; ordinal < to.lanes.size(); ordinal++) {
            Lane lane = to.lanes.get(ordinal);
            pieces.add(new LanePiece(
                    ordinal,
                    to.lanes.size(),
                    to.partitions,
                    lane.table,
                    lane.index,
                    lane.name,
                    lane.first,
                    from.isBegun ? from.lanes.get(ordinal).offset : lane.first,
                    lane.offset,
                    lane.end,
                    lane.hasEnded(),
                    lane.isIdle));
        }
        return pieces;
    }
}
