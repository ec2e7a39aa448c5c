package io.barograph.local.live;

import java.util.Collection;

/** How far event time has come, told from lanes; it never goes back. For one thread. */
final class TimeCome {
    private long upTo = Long.MIN_VALUE;
    private long settled = Long.MIN_VALUE;
    private boolean ended;
    private String heldBy = "";
    private String settledBy = "";

    /** Looks at all lanes. One that has been silent for long delays nothing, but what is settled waits for it. */
    void look(Collection<LaneTime> lanes) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        long leastSettled = Long.MAX_VALUE;
        boolean allEnded = true;
        boolean anyWaits = false;
        String holder = "";
        String last = "";
        for (LaneTime lane : lanes) {
            boolean done = lane.ended();
            allEnded &= done;
            if (!done && (lane.settled() < leastSettled || last.isEmpty())) {
                last = lane.name();
            }
            leastSettled = Math.min(leastSettled, lane.settled());
            if (!done) {
                greatest = Math.max(greatest, lane.watermark());
            }
            if (!done && !lane.isIdle()) {
                anyWaits = true;
                if (lane.watermark() < least || holder.isEmpty()) {
                    holder = lane.name();
                }
                least = Math.min(least, lane.watermark());
            }
        }
        heldBy = holder;
        settledBy = last;
        ended = allEnded;
        upTo = Math.max(upTo, allEnded ? Long.MAX_VALUE : anyWaits ? least : greatest);
        settled = Math.max(settled, leastSettled);
    }

    /** Windows that end here or before are ripe. */
    long upTo() {
        return upTo;
    }

    /** No row will come that an earlier window could take. */
    long settled() {
        return settled;
    }

    boolean ended() {
        return ended;
    }

    /** The lane that {@link #upTo} waits for; empty where all are idle or have ended. */
    String heldBy() {
        return heldBy;
    }

    /** The lane that {@link #settled} waits for; empty where all have ended. */
    String settledBy() {
        return settledBy;
    }

    /** Goes on from where a run before had come. */
    void resume(long shown) {
        upTo = shown;
    }
}
