package io.barograph.local.live;

import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says who of a run waits for whom, also while its publisher does. Thread-safe. */
final class RunWaits {
    private final List<LiveSource> sources;
    private final List<LiveQuery> queries;
    private final List<LiveWorker> workers;

    /** The parts of a run; these lists do not change any more. */
    RunWaits(List<LiveSource> sources, List<LiveQuery> queries, List<LiveWorker> workers) {
        this.sources = sources;
        this.queries = queries;
        this.workers = workers;
    }

    /** As it is now. */
    LiveStatus.Waits now() {
        List<LiveStatus.Blocked> blocked = new ArrayList<>();
        List<LiveStatus.Guard> guards = new ArrayList<>();
        for (LiveSource source : sources) {
            blocked.add(new LiveStatus.Blocked(source.label(), LiveStatus.Blocked.SOURCE, source.blockedNanos()));
        }
        for (LiveQuery query : queries) {
            blocked.addAll(query.blocked());
            guards.addAll(guards(query.name(), query.sink()));
        }
        workers.forEach(worker -> guards.addAll(worker.guards()));
        return new LiveStatus.Waits(health(), blocked, joined(guards));
    }

    /** Of those that several readers of a table have before one system, the worst stands for all. */
    static List<LiveStatus.Guard> joined(List<LiveStatus.Guard> guards) {
        Map<List<Object>, LiveStatus.Guard> byPlace = new LinkedHashMap<>();
        for (LiveStatus.Guard guard : guards) {
            byPlace.merge(
                    List.of(guard.name(), guard.isSink(), guard.breaker().system()),
                    guard,
                    (one, other) -> new LiveStatus.Guard(
                            one.name(), one.isSink(), one.breaker().and(other.breaker())));
        }
        return List.copyOf(byPlace.values());
    }

    /** The breakers of a sink. */
    static List<LiveStatus.Guard> guards(String name, LiveSink sink) {
        List<LiveStatus.Guard> guards = new ArrayList<>();
        for (Breaker breaker : sink.breakers()) {
            guards.add(new LiveStatus.Guard(name, true, breaker));
        }
        return guards;
    }

    private String health() {
        for (LiveQuery query : queries) {
            if (!query.sink().health().isEmpty()) {
                return query.sink().health();
            }
        }
        return workers.stream()
                .map(LiveWorker::health)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }
}
