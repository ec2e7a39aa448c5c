package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.TableChecksum;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import io.barograph.local.AtRest;
import io.barograph.local.AtRest.LiveFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One query as a network: what workers feed, the stages behind their exchanges, the sink. Workers call {@link #newPartials}
 * and what these give; everything else is the publisher's.
 */
final class LiveQuery implements AutoCloseable {
    private final String name;
    private final AtRest rest;
    private final LiveSink sink;
    private final GroupSpace space;
    private final QueryStates states;
    /** Whether the run is over, and what is emitted is for the answer's checksum alone. */
    private boolean over;

    private final EvaluationContext context;
    private final SortedMap<Integer, LiveNode> nodes;
    private final List<LiveNode> inOrder;
    private final Finality finality;
    private final LiveNode root;
    private final RowCounts counts;
    /** For how long the sink has been at it, but for taking rows. */
    private final BlockedTime takes = new BlockedTime();

    private volatile boolean staleRowsPossible;
    private final StaleRows stale = new StaleRows(() -> staleRowsPossible);

    /**
     * @param rest has run
     * @param place what the sink writes to: equal texts, equal places
     * @param space for groups that memory does not hold
     * @param ends whether all lanes of a table end
     * @param counts takes what is shown
     */
    LiveQuery(
            String name,
            StagePlan plan,
            AtRest rest,
            LiveSink sink,
            String place,
            GroupSpace space,
            Predicate<TableDescription> ends,
            RowCounts counts) {
        this.name = name;
        this.rest = rest;
        this.sink = sink;
        this.space = space;
        this.counts = counts;
        this.context = rest.newContext();
        this.nodes = LiveNodes.of(name, plan, rest);
        this.inOrder = List.copyOf(nodes.values());
        finality = new Finality(name, inOrder, tables(), sink, tables().stream().allMatch(ends));
        for (LiveNode node : inOrder) {
            connect(node);
        }
        states = QueryStates.of(name, plan, place, inOrder, counts);
        root = inOrder.get(inOrder.size() - 1);
        root.readers.add(changes -> {
            if (over) {
                if (!stale.takesBack()) {
                    counts.finish(changes);
                }
                return;
            }
            if (!stale.takesBack()) {
                counts.count(changes);
            }
            sink.accept(changes);
        });
    }

    /** Says whether an instance that died may have shown rows that this one does not know of. */
    void mayHaveStaleRows(boolean possible) {
        staleRowsPossible = possible && sink.holdsUnsaved();
    }

    /** Has several threads show what is much, and go along keys, where the stages allow it. */
    void share(Executor threads, int count) {
        for (LiveNode node : inOrder) {
            boolean isFold = node.stage.terminal() instanceof Terminal.Fold;
            if ((isFold || node.empty != null && sink.newEncoder() != null)
                    && wayToSink(node, stale, changes -> {}) != null) {
                node.showing = new SharedShowing(threads, 2 * count, counts, node.blocked, () -> newWay(node));
            } else if (isFold) {
                node.showing =
                        new SharedShowing(threads, 2 * count, RowCounts.none(), node.blocked, () -> newWayAcross(node));
            }
        }
    }

    private SharedShowing.Way newWay(LiveNode node) {
        StaleRows own = finality.leadsStraightToSink(node) ? stale.forAnother() : StaleRows.NONE;
        LiveSink.Encoder encoder = sink.newEncoder();
        return new SharedShowing.Way(
                encoder == null ? new CopiedRows(root.stage.schema(), sink::accept) : encoder,
                counts.empty(),
                own,
                end -> Objects.requireNonNull(wayToSink(node, own, end)));
    }

    /** A way that ends behind the stage: what reads its rows keeps something, so that it is for one thread. */
    private static SharedShowing.Way newWayAcross(LiveNode node) {
        return new SharedShowing.Way(
                new CopiedRows(node.stage.schema(), node::accept), RowCounts.none(), StaleRows.NONE, end -> end);
    }

    /** From a stage past those that keep nothing, all evaluators its own; null where one on the way keeps something. */
    private @Nullable Consumer<Revisions> wayToSink(LiveNode node, StaleRows own, Consumer<Revisions> end) {
        if (node == root) {
            return end;
        }
        List<Consumer<Revisions>> ways = new ArrayList<>();
        for (LiveNode later : inOrder) {
            for (LiveFeed feed : later.feeds) {
                if (node.isReadBy(feed)) {
                    Consumer<Revisions> behind = !later.merges() ? wayToSink(later, own, end) : null;
                    if (behind == null) {
                        return null;
                    }
                    ways.add(RevisionPipeline.compile(feed, feed.input().schema(), context, own, behind));
                }
            }
        }
        return changes -> ways.forEach(way -> way.accept(changes));
    }

    private void connect(LiveNode node) {
        Terminal terminal = node.stage.terminal();
        if (terminal instanceof Terminal.Merge merge) {
            node.empty = table(node, merge.keys(), merge.calls(), merge.schema());
            node.window = WindowKey.of(merge.keys(), node.input);
            node.onlyFinal = finality.isNeeded(node);
            if (node.onlyFinal) {
                finality.check(node);
            }
            node.store = new GroupStore(node.empty, node.window != null, node.onlyFinal, space);
        } else if (terminal instanceof Terminal.MergeSessions merge) {
            node.empty = table(node, merge.keys(), merge.calls(), merge.cells());
            boolean isOfEventTime = node.input.get(merge.keys().get(merge.keys().size() - 1)) != null;
            finality.checkSessions(isOfEventTime);
            node.onlyFinal = true;
            node.store = new SessionStore(node.empty, merge.gap(), merge.schema(), isOfEventTime, space);
        } else if (node.firstRows() != null) {
            Terminal.Fold firsts = Objects.requireNonNull(node.firstRows());
            node.window = WindowKey.of(firsts.keys(), node.input);
            node.onlyFinal = finality.isNeeded(node);
            if (node.onlyFinal) {
                finality.check(node);
            }
            node.store = new FirstRowStore(node.inputSchema(), firsts, node.window, node.onlyFinal);
        } else if (terminal instanceof Terminal.Fold fold && WindowFoldStore.window(fold, node.input) != null) {
            node.window = Objects.requireNonNull(WindowFoldStore.window(fold, node.input));
            node.onlyFinal = true;
            finality.checkAccept();
            node.store = new WindowFoldStore(node.inputSchema(), fold, node.window, context);
        } else if (terminal instanceof Terminal.Fold fold) {
            node.foldTime = FoldTime.of(fold, node.input);
            finality.checkFold(node, fold);
            node.onlyFinal = finality.isNeeded(node) || !fold.operator().isOfRowsAlone() && finality.mayLeaveRows(node);
            node.store = foldStore(node, node.inputSchema(), fold);
        } else if (node.join != null) {
            node.foldTime = node.join.time();
            node.onlyFinal = finality.isNeeded(node) || node.join.takesRowsBack() && finality.mayLeaveRows(node);
            node.store = new JoinStore(
                    foldStore(node, node.join.along().rows(), node.join.along().fold(context)));
        } else if (terminal instanceof Terminal.Output
                || terminal instanceof Terminal.Sort sort && sort.offset() == 0 && sort.count() == Long.MAX_VALUE) {
            node.store = new RowStore();
        } else {
            throw finality.refused(
                    "LIMIT is not supported in a live query: which rows are first is known when all have come");
        }
        for (LiveFeed feed : node.feeds) {
            LiveNode earlier = feed.input() instanceof StageInput.StageRows rows ? nodes.get(rows.stage()) : null;
            if (earlier != null) {
                boolean isStraight = !node.merges() && finality.leadsStraightToSink(node);
                StaleRows told = isStraight ? stale : StaleRows.NONE;
                earlier.readers.add(RevisionPipeline.compile(
                        feed, feed.input().schema(), context, told, node.reader(feed, context)));
            }
        }
    }

    private FoldStore foldStore(LiveNode node, Schema rows, Terminal.Fold fold) {
        if (node.onlyFinal) {
            finality.checkAccept();
        }
        return new FoldStore(rows, fold, node.foldTime, node.onlyFinal, finality.mayRevise(), space, context);
    }

    private static MergeTable table(LiveNode node, List<Integer> keys, List<AggregateCall> calls, Schema schema) {
        Schema input = node.inputSchema();
        return new MergeTable(input, new Plan.Aggregate(new Plan.Values(input, List.of()), keys, calls, schema));
    }

    /** Takes what rows at rest make of a stage. */
    interface RestTarget {
        /** @param stage its place among {@link #nodes} */
        void take(int stage, Partial.Part part);
    }

    /** Takes rows at rest that flow into live stages: at the very start, once. */
    void deliverRest() {
        deliverRest(true, this::absorb);
    }

    /**
     * Hands rows at rest that flow into live stages to somebody who deals them out.
     *
     * @param counts whether their undefined results count; not where another process has the same rows pass and counts
     */
    void deliverRest(boolean counts, RestTarget target) {
        EvaluationContext counting = counts ? context : rest.newContext();
        for (int stage = 0; stage < inOrder.size(); stage++) {
            LiveNode node = inOrder.get(stage);
            for (LiveFeed feed : node.feeds) {
                boolean isLive = feed.input() instanceof StageInput.TableRows rows
                        ? tables().contains(rows.table())
                        : feed.input().earlierStage() >= 0
                                && rest.isLive(feed.input().earlierStage());
                if (!isLive) {
                    Partial own = node.newPartial();
                    rest.deliver(feed.input(), feed.compile(counting, node.entry(feed, own, counting)));
                    target.take(stage, own.handOver(Long.MAX_VALUE, true));
                }
            }
        }
    }

    /** The live tables that are read, each once. */
    List<TableDescription> tables() {
        List<TableDescription> tables = new ArrayList<>();
        for (LiveNode node : inOrder) {
            for (LiveFeed feed : node.feeds) {
                if (feed.input() instanceof StageInput.TableRows rows
                        && rest.isLiveTable(rows.table())
                        && !tables.contains(rows.table())) {
                    tables.add(rows.table());
                }
            }
        }
        return tables;
    }

    /**
     * What a worker feeds a stage with.
     *
     * @param columns of the table, that the consumer of a reading wants
     * @param retirement which of its rows come for windows that are gone
     */
    record Reading(TableDescription table, List<Integer> columns, Retirement retirement, Consumer<Batch> target) {}

    /** A worker's own part of the network. */
    record WorkerPart(List<Partial> partials, List<Reading> readings, Retirement retirement) {}

    /** For one worker; its partials are those of the stages in their order, as {@link #absorb} takes their parts. */
    WorkerPart newPartials() {
        return newPartials(Long.MIN_VALUE);
    }

    /**
     * As {@link #newPartials()}, for a run that goes on.
     *
     * @param gone windows that end here or before are
     */
    WorkerPart newPartials(long gone) {
        Retirement retirement = new Retirement(gone);
        List<Partial> partials = new ArrayList<>();
        List<Reading> readings = new ArrayList<>();
        for (LiveNode node : inOrder) {
            Partial partial = node.newPartial();
            partials.add(partial);
            for (LiveFeed feed : node.feeds) {
                if (feed.input() instanceof StageInput.TableRows rows && rest.isLiveTable(rows.table())) {
                    readings.add(new Reading(
                            rows.table(),
                            rows.columns(),
                            retirement,
                            feed.compile(context, node.entry(feed, partial, context))));
                }
            }
            if (node.window != null) {
                retirement.add(node.window);
            } else if (node.stage.terminal() instanceof Terminal.MergeSessions) {
                retirement.addSessions();
            } else if (node.foldTime != null) {
                node.foldTime.addTo(retirement);
            }
        }
        return new WorkerPart(partials, readings, retirement);
    }

    /** What the stages keep, in their order. */
    List<KeptStage> kept() {
        return inOrder.stream()
                .map(node -> new KeptStage(node.stage, node.empty, node.window, node.join, node.input, node.onlyFinal))
                .toList();
    }

    /** Whether rows may come that are earlier than what has been shown. */
    boolean mayRevise() {
        return finality.mayRevise();
    }

    /** Takes what a worker has handed over. */
    void absorb(List<Partial.Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            store(inOrder.get(i)).absorb(parts.get(i));
        }
    }

    /** Takes what was handed over of one stage, by its place among {@link #nodes}. */
    void absorb(int stage, Partial.Part part) {
        store(inOrder.get(stage)).absorb(part);
    }

    /** The live stages, in their order. */
    List<LiveNode> nodes() {
        return inOrder;
    }

    private static Store store(LiveNode node) {
        Store store = node.store;
        if (store == null) {
            throw new IllegalStateException("a live stage has a store");
        }
        return store;
    }

    /** Shows what is ripe, stage by stage, and has the sink pass it on. */
    void publish(Store.Moment moment) {
        emit(moment);
        takes.during(sink::flush);
    }

    /** What was shown belongs to a checkpoint from here on. */
    void prepare(long checkpoint) {
        takes.during(() -> sink.prepare(checkpoint));
    }

    /** A checkpoint is saved: its rows are to be seen. */
    void commit(long checkpoint) {
        takes.during(() -> sink.commit(checkpoint));
    }

    /** For how long each of its stages was held up, in their order: by what is behind it, and by the sink. Any thread may ask. */
    List<LiveStatus.Blocked> blocked() {
        long ofSink = takes.nanos();
        return inOrder.stream()
                .filter(LiveNode::isCounted)
                .map(node -> new LiveStatus.Blocked(name, node.stage.id(), node.blocked.nanos() + ofSink))
                .toList();
    }

    /**
     * The table that would be left if all lanes ended here; null where nobody wants it. Afterwards nothing but this can be
     * asked: the windows are gone.
     *
     * @param ended whether all lanes have ended
     * @param lanes that fed it, as they were then
     */
    LiveStatus.@Nullable Answer answer(boolean ended, List<LiveStatus.Lane> lanes) {
        TableChecksum answer = counts.answer();
        if (answer == null) {
            return null;
        }
        over = true;
        inOrder.forEach(node -> node.showing = null);
        if (!ended) {
            emit(new Store.Moment(Long.MAX_VALUE, Long.MAX_VALUE, true, true, true));
        }
        return new LiveStatus.Answer(lanes, answer.rows(), answer.value());
    }

    private void emit(Store.Moment moment) {
        for (LiveNode node : inOrder) {
            Partial own = node.own;
            if (own != null) {
                store(node).absorb(own.handOver(Long.MAX_VALUE, true));
            }
            store(node).publish(moment, node);
        }
    }

    /** Whether {@link #publish} would show something that is held here already. */
    boolean isDue(long upTo, long settled) {
        return inOrder.stream().anyMatch(node -> store(node).isDue(upTo, settled));
    }

    /** Whether rows are shown when they are final, rather than when they are ripe. */
    boolean showsOnlyFinal() {
        return inOrder.stream().anyMatch(node -> node.onlyFinal);
    }

    long memoryBytes() {
        return inOrder.stream().mapToLong(node -> store(node).memoryBytes()).sum();
    }

    /** How its stages stand, in their order. */
    List<LiveStatus.Operator> operators() {
        return inOrder.stream()
                .filter(LiveNode::isCounted)
                .map(node -> node.status(name))
                .toList();
    }

    /** As {@link Store#spill}, what stays being shared out. */
    void spill(long keep, int fewest) {
        inOrder.forEach(node -> store(node).spill(keep / inOrder.size(), fewest));
    }

    void name(Set<String> needed) {
        inOrder.forEach(node -> store(node).name(needed));
    }

    /** What checkpoints keep of it. */
    QueryStates states() {
        return states;
    }

    /** What its rows are written to: equal texts, equal places. */
    String place() {
        return states.place();
    }

    String name() {
        return name;
    }

    String fingerprint() {
        return states.fingerprint();
    }

    LiveSink sink() {
        return sink;
    }

    RowCounts counts() {
        return counts;
    }

    /** Undefined results of expressions so far, by their text. */
    Map<String, Long> undefined() {
        return context.undefinedCounts();
    }

    @Override
    public void close() {
        rest.close();
    }
}
