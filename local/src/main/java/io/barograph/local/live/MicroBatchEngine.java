package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.Closing;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.StagePlan;
import io.barograph.local.SentRest;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Runs live pipelines on a cluster in micro-batches: opens the sinks here, has a {@link MicroBatchHost} run the batches, and keeps
 * their books. What is left is what {@link LiveEngine} leaves; see {@code docs/designs/live-on-spark.md}.
 *
 * <p>Thread-safe as its host is.
 */
public final class MicroBatchEngine {
    private final Catalog catalog;
    private final LiveCatalog live;

    public MicroBatchEngine(Catalog catalog, LiveCatalog live) {
        this.catalog = catalog;
        this.live = live;
    }

    /**
     * What a query keeps when it runs live, and how the engine runs it: lines for people. Connects to nothing and reads no table.
     *
     * @param engine its name
     * @throws BarographException as {@link #run}, for what cannot run there
     */
    public String explain(LiveEngine.Insert insert, String pipeline, SinkGroup group, String engine) {
        String local = new LiveEngine(catalog, live).explain(insert, pipeline, group);
        MicroBatchJob job = job(List.of(insert), List.of(openSink(insert, pipeline, group)), false, false);
        return local + new MicroBatchPlans(catalog, live, engine).explain(job);
    }

    /**
     * Runs queries together until they end as {@link LiveOptions#until} says, or are cancelled.
     *
     * @param pipeline its name, the same at every start
     * @param group what the sinks share
     * @return how the run stood at its end
     * @throws BarographException {@code NOT_SUPPORTED} for what cannot run there, before anything is read; {@code DATA_LOST};
     *     {@code FENCED}; {@code UNAVAILABLE}; {@code INVALID_OPTION}
     */
    public LiveStatus run(
            List<LiveEngine.Insert> inserts,
            String pipeline,
            SinkGroup group,
            LiveOptions options,
            MicroBatchHost host) {
        MicroBatchPlans plans = new MicroBatchPlans(catalog, live, host.name());
        plans.check(options);
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            List<LiveSink> sinks = new ArrayList<>();
            for (LiveEngine.Insert insert : inserts) {
                LiveSink sink = openSink(insert, pipeline, group);
                opened.push(sink);
                sinks.add(sink);
            }
            boolean bounded = options.until() == LiveOptions.Until.ENDED;
            MicroBatchJob outlined = job(inserts, sinks, bounded, options.run().strict());
            plans.check(outlined);
            MicroBatchJob job = outlined.withRest(catalog, live, options.run());
            long[] shown = sinks.stream().mapToLong(LiveSink::begin).toArray();
            long base = options.fresh() ? greatest(shown) + 1 : 0;
            if (options.fresh()) {
                host.forget(MicroBatchState.place(options));
            }
            LanePlanner planner = new LanePlanner(job, live, System::nanoTime, base);
            opened.push(planner);
            MicroBatchStatus status = new MicroBatchStatus(job, sinks);
            SinkBatches target = new SinkBatches(
                    job,
                    sinks,
                    shown,
                    options.fresh(),
                    planner,
                    batches -> options.status().accept(status.of(batches, null)));
            host.run(new MicroBatchHost.Order(
                    job,
                    planner,
                    MicroBatchState.place(options),
                    options.until() != LiveOptions.Until.CANCELLED,
                    target,
                    options.run().cancellation()));
            LiveStatus last = status.of(target, end(options, target));
            options.status().accept(last);
            return last;
        } finally {
            Closing.all(opened);
        }
    }

    private static LiveStatus.End end(LiveOptions options, SinkBatches target) {
        if (target.hasEnded()) {
            return target.last() == LiveSink.NONE ? LiveStatus.End.DONE : LiveStatus.End.ENDED;
        }
        return options.until() == LiveOptions.Until.CAUGHT_UP ? LiveStatus.End.CAUGHT_UP : LiveStatus.End.CANCELLED;
    }

    /** The last checkpoint that a sink has seen: its number must not come again. */
    private static long greatest(long[] shown) {
        return Arrays.stream(shown).filter(one -> one != LiveSink.ANY).max().orElse(LiveSink.NONE);
    }

    private LiveSink openSink(LiveEngine.Insert insert, String pipeline, SinkGroup group) {
        return new LiveEngine(catalog, live).open(insert, pipeline, group);
    }

    private MicroBatchJob job(List<LiveEngine.Insert> inserts, List<LiveSink> sinks, boolean bounded, boolean strict) {
        List<MicroBatchJob.Insert> all = new ArrayList<>();
        List<TableDescription> tables = new ArrayList<>();
        for (int i = 0; i < inserts.size(); i++) {
            LiveEngine.Insert insert = inserts.get(i);
            StagePlan plan = StagePlan.ofLive(insert.query());
            all.add(new MicroBatchJob.Insert(
                    insert.name(),
                    LiveRun.place(live, insert.target()),
                    plan,
                    sinks.get(i).takesRevisions(),
                    SentRest.NONE));
            MicroBatchPlans.tables(plan, live).stream()
                    .filter(table -> !tables.contains(table))
                    .forEach(tables::add);
        }
        return new MicroBatchJob(
                all, tables, bounded, strict, Path.of("").toAbsolutePath().toString());
    }
}
