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
    private final TimeCome come = new TimeCome();

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

    /** Looks at the lanes. */
    void look(long now) {
        come.look(lanes(now));
    }

    private List<LaneTime> lanes(long now) {
        List<LaneTime> lanes = new ArrayList<>();
        for (LiveSource source : sources) {
            for (LaneState lane : source.lanes) {
                lanes.add(LaneTime.of(new LiveWorker.Lane(source, lane), now));
            }
        }
        return lanes;
    }

    static boolean isIdle(LiveWorker.Lane lane, long now) {
        EventTime time = lane.source().description.eventTime();
        return time != null && time.idleNanos() != EventTime.ALL && now - lane.state().lastRowNanos > time.idleNanos();
    }

    /** Windows that end here or before are ripe. */
    long upTo() {
        return come.upTo();
    }

    /** Windows that end here or before never change again. */
    long settled() {
        return Math.max(come.settled(), gone());
    }

    /** Windows that end here or before are kept no longer, whatever rows may come for them: an explicit retain says so. */
    long gone() {
        return retain == EventTime.ALL ? Long.MIN_VALUE : LaneClock.behind(upTo(), retain);
    }

    boolean ended() {
        return come.ended();
    }

    /** The lane that the watermark waits for; empty where all are idle or have ended. */
    String heldBy() {
        return come.heldBy();
    }

    /** The lane that {@link #settled} waits for; empty where all have ended. */
    String settledBy() {
        return come.settledBy();
    }

    void resume(long shown) {
        come.resume(shown);
    }
}
