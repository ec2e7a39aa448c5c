package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;

/**
 * How far a lane's time has come, as its worker sees it.
 *
 * @param name of the lane
 * @param watermark behind it no window waits for this lane
 * @param settled no row will be taken that is earlier
 * @param ended whether no row will ever come
 * @param isIdle whether it has been silent for so long that nothing waits for it
 */
public record LaneTime(String name, long watermark, long settled, boolean ended, boolean isIdle) {
    static LaneTime of(LiveWorker.Lane lane, long now) {
        LaneState state = lane.state();
        // First whether it has ended: what it says afterwards is at least as true.
        boolean done = state.ended;
        return new LaneTime(state.lane.name(), state.watermark, state.settled, done, QueryTime.isIdle(lane, now));
    }

    /** The same under another name. */
    LaneTime named(String other) {
        return new LaneTime(other, watermark, settled, ended, isIdle);
    }

    /** Layout: name, watermark and settled (longs), bytes 1 or 0 for ended and idle. */
    void write(StateOutput output) {
        LaneState.writeText(name, output);
        output.writeLong(watermark);
        output.writeLong(settled);
        output.writeByte(ended ? 1 : 0);
        output.writeByte(isIdle ? 1 : 0);
    }

    static LaneTime read(StateInput input) {
        return new LaneTime(
                LaneState.readText(input),
                input.readLong(),
                input.readLong(),
                input.readByte() == 1,
                input.readByte() == 1);
    }
}
