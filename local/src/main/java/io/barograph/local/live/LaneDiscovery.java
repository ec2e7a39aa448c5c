package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for lanes that come while a run goes on, and for those that are there no more. For one thread. */
final class LaneDiscovery {
    private final Map<LiveSource, Set<String>> known = new IdentityHashMap<>();

    /** Lanes of a source that nobody has seen yet. */
    record Arrival(LiveSource source, List<LiveLane> lanes) {}

    /** @param sources with the lanes that they begin with */
    LaneDiscovery(List<LiveSource> sources) {
        for (LiveSource source : sources) {
            Set<String> names = new HashSet<>();
            source.lanes.forEach(lane -> names.add(lane.lane.name()));
            known.put(source, names);
        }
    }

    /**
     * What has come since the last look. A place that does not answer is looked at again the next time: whether that is a
     * failure is for those to say who read it.
     *
     * @throws BarographException DATA_LOST where a lane, or a table with all its lanes, is there no more
     */
    List<Arrival> look() {
        List<Arrival> arrivals = new ArrayList<>();
        known.forEach((source, names) -> {
            List<LiveLane> now = lanes(source, names);
            List<LiveLane> fresh =
                    now.stream().filter(lane -> !names.contains(lane.name())).toList();
            if (!fresh.isEmpty()) {
                fresh.forEach(lane -> names.add(lane.name()));
                arrivals.add(new Arrival(source, fresh));
            }
        });
        return arrivals;
    }

    private static List<LiveLane> lanes(LiveSource source, Set<String> names) {
        List<LiveLane> now;
        try {
            now = source.table.lanes(names);
        } catch (BarographException e) {
            if (e.code() == ErrorCode.UNAVAILABLE || e.code() == ErrorCode.IO_ERROR) {
                return List.of();
            }
            throw e.code() == ErrorCode.UNKNOWN_TABLE || e.code() == ErrorCode.FILE_NOT_FOUND
                    ? gone("table " + source.description.name() + " is gone with all its lanes: " + e.getMessage())
                    : e;
        }
        Set<String> missing = new HashSet<>(names);
        now.forEach(lane -> missing.remove(lane.name()));
        if (!missing.isEmpty()) {
            throw gone("lane '" + missing.iterator().next() + "' of table " + source.description.name()
                    + " is there no more");
        }
        return now;
    }

    private static BarographException gone(String what) {
        return new BarographException(
                ErrorCode.DATA_LOST,
                what
                        + ". What it held and was not read is lost; the last checkpoint stays good. Bring it back, or start anew"
                        + " with --fresh");
    }
}
