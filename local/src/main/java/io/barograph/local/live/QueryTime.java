package io.barograph.local.live;

import io.barograph.core.source.EventTime;
import io.barograph.core.source.TableDescription;
import io.barograph.core.watermark.LaneClock;
import java.util.ArrayList;
import java.util.List;

/** How far event time has come for one query: told from its lanes, never going back. For the publisher's thread. */
final class QueryTime {
    private final List<LiveSource> sources;
    private final long retain;
    private long upTo = Long.MIN_VALUE;
    private long settled = Long.MIN_VALUE;
    private boolean ended;
    private String heldBy = "";
    private String settledBy = "";

    /** @param sources those that feed the query */
    QueryTime(List<LiveSource> sources) {
        this.sources = sources;
        this.retain = retain(sources.stream().map(source -> source.description).toList());
    }

    List<LiveSource> sources() {
        return sources;
    }

    /** How long windows of these tables together are kept behind their publication. */
    static long retain(List<TableDescription> tables) {
        return tables.stream()
                .map(table -> table.source().eventTime())
                .mapToLong(time -> time == null ? EventTime.ALL : time.retainNanos())
                .max()
                .orElse(EventTime.ALL);
    }

    /** Looks at the lanes. One that has been silent for long delays nothing, but what is settled waits for it. */
    void look(long now) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        long leastSettled = Long.MAX_VALUE;
        boolean allEnded = true;
        boolean anyWaits = false;
        String holder = "";
        String last = "";
        for (LiveWorker.Lane lane : lanes()) {
            LaneState state = lane.state();
            // First whether it has ended: what it says afterwards is at least as true.
            boolean done = state.ended;
            long watermark = state.watermark;
            allEnded &= done;
            long laneSettled = state.settled;
            if (!done && (laneSettled < leastSettled || last.isEmpty())) {
                last = state.lane.name();
            }
            leastSettled = Math.min(leastSettled, laneSettled);
            if (!done) {
                greatest = Math.max(greatest, watermark);
            }
            if (!done && !isIdle(lane, now)) {
                anyWaits = true;
                if (watermark < least || holder.isEmpty()) {
                    holder = state.lane.name();
                }
                least = Math.min(least, watermark);
            }
        }
        heldBy = holder;
        settledBy = last;
        ended = allEnded;
        upTo = Math.max(upTo, allEnded ? Long.MAX_VALUE : anyWaits ? least : greatest);
        settled = Math.max(settled, leastSettled);
    }

    private List<LiveWorker.Lane> lanes() {
        List<LiveWorker.Lane> lanes = new ArrayList<>();
        for (LiveSource source : sources) {
            source.lanes.forEach(lane -> lanes.add(new LiveWorker.Lane(source, lane)));
        }
        return lanes;
    }

    static boolean isIdle(LiveWorker.Lane lane, long now) {
        EventTime time = lane.source().description.eventTime();
        return time != null && time.idleNanos() != EventTime.ALL && now - lane.state().lastRowNanos > time.idleNanos();
    }

    /** Windows that end here or before are ripe. */
    long upTo() {
        return upTo;
    }

    /** Windows that end here or before never change again. */
    long settled() {
        return Math.max(settled, gone());
    }

    /** Windows that end here or before are kept no longer, whatever rows may come for them: an explicit retain says so. */
    long gone() {
        return retain == EventTime.ALL ? Long.MIN_VALUE : LaneClock.behind(upTo, retain);
    }

    boolean ended() {
        return ended;
    }

    /** The lane that the watermark waits for; empty where all are idle or have ended. */
    String heldBy() {
        return heldBy;
    }

    /** The lane that {@link #settled} waits for; empty where all have ended. */
    String settledBy() {
        return settledBy;
    }

    void resume(long shown) {
        upTo = shown;
    }
}
