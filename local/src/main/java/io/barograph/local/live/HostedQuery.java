package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.Closing;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.StagePlan;
import io.barograph.local.AtRest;
import io.barograph.local.spill.SpillSpace;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A live query whose parts run in different processes, on a cluster that streams bytes and keeps state. The host carries; what is
 * computed is what the {@link LiveEngine} computes, by the same classes:
 *
 * <pre>
 *  {@link HostedLanes}  reads lanes, judges rows            as many as the host likes, each with some of the lanes, for all queries
 *  {@link HostedGather} combines rows to partial states     behind each of them, in the same thread, one per query
 *  {@link HostedPartition} merges, shows, revises           one per partition of the keys
 *  {@link HostedSink}   writes                              one
 * </pre>
 *
 * <p>What one gatherer sends one partition must arrive in the order in which it was sent, and so must what a partition sends the
 * sink. Used by one thread.
 */
public final class HostedQuery implements AutoCloseable {
    private static final long PIECES = 16;

    private final LiveJob job;
    private final StagePlan plan;
    private final LiveCatalog live;
    private final RunOptions options;
    private final AtRest rest;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private HostedQuery(LiveJob job, Catalog catalog, LiveCatalog live, RunOptions options) {
        this.job = job;
        this.plan = StagePlan.ofLive(job.query());
        this.live = live;
        this.options = options.withStrict(job.strict());
        this.rest = new AtRest(catalog, this.options, plan, live::isLive);
        opened.push(rest);
    }

    /**
     * For those who read, those who write, and those who only look: tables at rest are not read.
     *
     * @throws BarographException NOT_SUPPORTED for what cannot run live at all
     */
    public static HostedQuery outlined(LiveJob job, Catalog catalog, LiveCatalog live, RunOptions options) {
        HostedQuery query = new HostedQuery(job, catalog, live, options);
        query.rest.outline();
        return query;
    }

    /** The job with what of its query lies at rest, which is read here, as far as it can be sent to those who compute. */
    public static LiveJob withRest(LiveJob job, Catalog catalog, LiveCatalog live, RunOptions options) {
        try (HostedQuery query = new HostedQuery(job, catalog, live, options)) {
            return job.withRest(query.rest.send());
        }
    }

    /** For those who compute: reads the tables at rest that the query joins, but for what was sent. */
    public static HostedQuery ready(LiveJob job, Catalog catalog, LiveCatalog live, RunOptions options) {
        HostedQuery query = new HostedQuery(job, catalog, live, options);
        try {
            query.rest.run(job.rest());
        } catch (RuntimeException failed) {
            query.close();
            throw failed;
        }
        return query;
    }

    private SinkRequest request() {
        return LiveEngine.request(job.query(), job.target(), job.pipeline(), new SinkGroup());
    }

    /** The network of stages; its rows go to a target. */
    LiveQuery network(Consumer<byte[]> target) {
        Path temp = Path.of(options.temp());
        SpillSpace temporary = new SpillSpace(temp);
        opened.push(temporary);
        GroupSpace space = new GroupSpace(temporary, new GroupFiles(temp), options.memoryBytes() / PIECES);
        LiveSink described = live.openSink(request());
        RevisionCodec codec = new RevisionCodec(job.query().root().schema());
        LiveSink sink = new SinkElsewhere(
                described.takesRevisions(), described.holdsUnsaved(), changes -> target.accept(codec.write(changes)));
        return new LiveQuery(
                job.name(),
                plan,
                rest,
                sink,
                "",
                space,
                table -> job.bounded() || LiveRun.isBounded(live, table),
                new RowCounts(null));
    }

    /** The tables whose lanes are read, each once, in the same order in every process. */
    static List<TableDescription> tables(LiveQuery network) {
        return network.tables().stream()
                .map(TableDescription::source)
                .distinct()
                .toList();
    }

    /**
     * Somebody who gathers what one {@link HostedLanes} has read.
     *
     * @param partitions to how many keys are dealt out, the same for all
     */
    public HostedGather newGather(int partitions, HostedGather.Target target) {
        return newGather(partitions, target, System::nanoTime);
    }

    /** As {@link #newGather(int, HostedGather.Target)}, by another clock than {@link System#nanoTime}. */
    HostedGather newGather(int partitions, HostedGather.Target target, LongSupplier clock) {
        return new HostedGather(network(changes -> {}), partitions, options.memoryBytes() / 2, target, clock);
    }

    /**
     * The keys of a partition.
     *
     * @param number from 0
     * @param partitions how many there are, as {@link #newGather} has them
     * @param target takes changes, as {@link HostedSink#accept} takes them
     */
    public HostedPartition newPartition(int number, int partitions, Consumer<byte[]> target) {
        return new HostedPartition(network(target), number, partitions);
    }

    /**
     * Opens the sink and has it begin.
     *
     * @param checkpoint that the job goes on behind; empty for one from the start
     * @param pending what {@link HostedSink#pending} gave for that checkpoint
     */
    public HostedSink newSink(OptionalLong checkpoint, Iterable<byte[]> pending) {
        LiveSink sink = live.openSink(request());
        opened.push(sink);
        return new HostedSink(job.name(), sink, job.query().root().schema(), checkpoint, pending);
    }

    /** By what rows are dealt out to partitions, or that one has them all: for each stage that tables flow into a line, for people. */
    public String dealing() {
        return DealingExplanation.of(network(changes -> {}).nodes());
    }

    /**
     * Sees whether such a host can run the query.
     *
     * @param engine its name, for the message
     * @throws BarographException NOT_SUPPORTED where it cannot, which says who can
     */
    public void check(String engine) {
        LiveQuery network = network(changes -> {});
        for (TableDescription table : tables(network)) {
            EventTime time = table.eventTime();
            if (time != null && time.retainNanos() != EventTime.ALL) {
                throw new BarographException(
                        ErrorCode.NOT_SUPPORTED,
                        "into " + job.name() + ": live on '" + engine + "' this query cannot run yet: table "
                                + table.name()
                                + " gives 'retain' a length of time; the local engine runs it: leave --engine "
                                + engine + " away");
            }
        }
    }

    @Override
    public void close() {
        Closing.all(opened);
    }
}
