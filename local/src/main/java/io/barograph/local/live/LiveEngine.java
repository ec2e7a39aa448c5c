package io.barograph.local.live;

import io.barograph.core.column.Schema;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.stage.StagePlan;
import io.barograph.local.AtRest;
import io.barograph.local.spill.SpillSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries whose tables have no end, in this process. The same rows in the same lanes give what the
 * {@link io.barograph.local.LocalEngine} gives over them; see {@code docs/designs/live.md}.
 *
 * <p>Thread-safe: each run has threads and memory of its own, and leaves neither behind.
 */
public final class LiveEngine {
    private final Catalog catalog;
    private final LiveCatalog live;

    public LiveEngine(Catalog catalog, LiveCatalog live) {
        this.catalog = catalog;
        this.live = live;
    }

    /**
     * A query and what it writes.
     *
     * @param name of what is written, to people, and in checkpoints
     */
    public record Insert(String name, Query query, TableDeclaration target) {}

    /** Whether a query reads a table whose rows keep coming. */
    public static boolean isLive(Query query, LiveCatalog live) {
        return isLive(query.root(), live) || query.scalars().stream().anyMatch(plan -> isLive(plan, live));
    }

    private static boolean isLive(Plan plan, LiveCatalog live) {
        return plan instanceof Plan.Scan scan && live.isLive(scan.table())
                || plan.inputs().stream().anyMatch(input -> isLive(input, live));
    }

    /** Opens a query's sink; nothing is connected to yet. */
    LiveSink open(Insert insert, String pipeline, SinkGroup group) {
        return live.openSink(request(insert.query(), insert.target(), pipeline, group));
    }

    /** What a query asks of the place that it writes to. */
    static SinkRequest request(Query query, TableDeclaration target, String pipeline, SinkGroup group) {
        Schema schema = query.root().schema();
        List<Integer> own = SinkKeys.of(StagePlan.ofLive(query));
        List<Integer> key = target.primaryKey().isEmpty() ? own : SinkKeys.declared(target, schema);
        return new SinkRequest(
                target,
                schema,
                key == null ? List.of() : key,
                key != null,
                key != null && own != null && key.containsAll(own),
                pipeline,
                group);
    }

    /**
     * What a query keeps when it runs live, until when, what bounds it, when rows are shown, and what its sink promises: lines
     * for people. Connects to nothing and reads no table.
     *
     * @throws BarographException as {@link #run}, for what cannot run live
     */
    public String explain(Insert insert, String pipeline, SinkGroup group) {
        LiveSink sink = open(insert, pipeline, group);
        StagePlan plan = StagePlan.ofLive(insert.query());
        try (AtRest rest = new AtRest(catalog, RunOptions.defaults(), plan, live::isLive)) {
            rest.outline();
            Path unused = Path.of(RunOptions.defaults().temp());
            GroupSpace space = new GroupSpace(new SpillSpace(unused), new GroupFiles(unused), Long.MAX_VALUE);
            return LiveExplanation.of(
                    new LiveQuery(
                            insert.name(),
                            plan,
                            rest,
                            sink,
                            "",
                            space,
                            table -> LiveRun.isBounded(live, table),
                            new RowCounts(null)),
                    plan,
                    live);
        }
    }

    /**
     * Runs queries together until they end as {@link LiveOptions#until} says, or are cancelled.
     *
     * @param pipeline its name, the same at every start
     * @param group what the sinks share
     * @return how the run stood at its end
     * @throws BarographException {@code NOT_SUPPORTED} for what cannot run live, before anything is read; {@code DATA_LOST};
     *     {@code FENCED}; {@code UNAVAILABLE}; {@code OUT_OF_MEMORY}; {@code IO_ERROR}
     */
    public LiveStatus run(List<Insert> inserts, String pipeline, SinkGroup group, LiveOptions options) {
        LiveObserver observer = options.observer();
        for (LiveObserverProvider provider : ServiceLoader.load(LiveObserverProvider.class)) {
            LiveObserver another = provider.open(pipeline, System.getenv());
            observer = another == null ? observer : new ObserverPair(another, observer);
        }
        return run(inserts, pipeline, group, options.watchedBy(observer), null);
    }

    /** As {@link #run(List, String, SinkGroup, LiveOptions)}, by the calling thread alone, in a schedule's turns. */
    LiveStatus run(
            List<Insert> inserts,
            String pipeline,
            SinkGroup group,
            LiveOptions options,
            LiveRun.@Nullable Schedule schedule) {
        if (inserts.isEmpty()) {
            throw new BarographException(ErrorCode.INVALID_ARGUMENT, "a live pipeline writes at least one table");
        }
        try (LiveRun run = new LiveRun(catalog, live, options, schedule)) {
            for (Insert insert : inserts) {
                run.add(insert, open(insert, pipeline, group));
            }
            return run.run();
        }
    }
}
