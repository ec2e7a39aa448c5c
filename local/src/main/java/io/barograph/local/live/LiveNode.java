package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.FirstRow;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.Terminal;
import io.barograph.local.AtRest.LiveFeed;
import io.barograph.local.live.TimeColumns.TimeColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A live stage of a query's network: what feeds it, what it keeps, and who reads what it shows. */
final class LiveNode implements Store.Target {
    final Stage stage;
    final List<LiveFeed> feeds;
    final List<@Nullable TimeColumn> input;
    final List<@Nullable TimeColumn> output;
    final List<Consumer<Revisions>> readers = new ArrayList<>();

    @Nullable
    MergeTable empty;

    @Nullable
    WindowKey window;

    /** Of a fold: what its rows are ordered by, where it is event time. */
    @Nullable
    FoldTime foldTime;

    /** Of a join of two live tables, else null; then its left side's feeds come first. */
    final @Nullable LiveJoin join;

    private final int leftFeeds;
    private final LongAdder rowsIn = new LongAdder();
    /** For how long it was held up by what is behind it. */
    final BlockedTime blocked = new BlockedTime();

    boolean onlyFinal;

    @Nullable
    Store store;
    /** What earlier stages and tables at rest give. */
    @Nullable
    Partial own;
    /** For much at once; null where one thread has to show it. */
    @Nullable
    SharedShowing showing;

    LiveNode(Stage stage, List<LiveFeed> feeds, List<@Nullable TimeColumn> input, List<@Nullable TimeColumn> output) {
        this(stage, feeds, input, output, null, 0);
    }

    /** A join of two live tables, whose sides do not come together before it. */
    static LiveNode ofJoin(Stage stage, LiveJoin join, List<LiveFeed> left, List<LiveFeed> right) {
        List<LiveFeed> feeds = new ArrayList<>(left);
        feeds.addAll(right);
        return new LiveNode(stage, feeds, List.of(), join.output(), join, left.size());
    }

    private LiveNode(
            Stage stage,
            List<LiveFeed> feeds,
            List<@Nullable TimeColumn> input,
            List<@Nullable TimeColumn> output,
            @Nullable LiveJoin join,
            int leftFeeds) {
        this.stage = stage;
        this.feeds = feeds;
        this.input = input;
        this.output = output;
        this.join = join;
        this.leftFeeds = leftFeeds;
    }

    Schema inputSchema() {
        return stage.branches().get(0).schema();
    }

    Partial newPartial() {
        if (join != null) {
            return new JoinPartial(join.along());
        }
        Terminal.Fold firsts = firstRows();
        if (firsts != null) {
            return new FirstRowPartial(inputSchema(), firsts);
        }
        return empty == null ? new RowPartial(inputSchema()) : new GroupPartial(inputSchema(), empty, window);
    }

    /** Of a join: the feeds of its left side. */
    List<LiveFeed> left() {
        return feeds.subList(0, leftFeeds);
    }

    /** Of a join: the feeds of its right side. */
    List<LiveFeed> right() {
        return feeds.subList(leftFeeds, feeds.size());
    }

    /** Whether it is an aggregate without keys: its group is one, and there even over no rows. */
    boolean isOneGroup() {
        return stage.terminal() instanceof Terminal.Merge merge && merge.keys().isEmpty();
    }

    /** What keeps the first row of each key by an order that rows may come against, such as the latest one; else null. */
    Terminal.@Nullable Fold firstRows() {
        return firstRows(stage, input);
    }

    /** The same of a stage, given what the columns that come into it say about event time. */
    static Terminal.@Nullable Fold firstRows(Stage stage, List<@Nullable TimeColumn> input) {
        return stage.terminal() instanceof Terminal.Fold fold
                        && fold.operator() instanceof FirstRow
                        && FoldTime.of(fold, input) == null
                ? fold
                : null;
    }

    /** Where rows of a feed come into a partial of this stage; for one thread. */
    Consumer<Batch> entry(LiveFeed feed, Partial partial, EvaluationContext context) {
        Consumer<Batch> entry = partial instanceof JoinPartial sides
                ? sides.entry(feeds.indexOf(feed) < leftFeeds, context)
                : partial::accept;
        return batch -> {
            rowsIn.add(batch.size());
            entry.accept(batch);
        };
    }

    @Override
    public void accept(Revisions changes) {
        blocked.during(() -> readers.forEach(reader -> reader.accept(changes)));
    }

    @Override
    public void addAll(MergedGroups groups) {
        if (showing != null && groups.groups() >= SharedShowing.LEAST_GROUPS) {
            showing.show(groups);
            return;
        }
        MergedGroups.Reader reader = groups.reader();
        for (int from = 0; from < groups.groups(); from += Batch.CAPACITY) {
            accept(Revisions.added(reader.read(from, Math.min(Batch.CAPACITY, groups.groups() - from))));
        }
    }

    @Override
    public void acceptAll(int pieces, Maker maker) {
        if (showing != null && pieces > 1) {
            showing.show(pieces, maker);
        } else {
            Store.Target.super.acceptAll(pieces, maker);
        }
    }

    /** How it stands; the publisher asks. */
    LiveStatus.Operator status(String sink) {
        Store kept = store;
        return new LiveStatus.Operator(
                sink, stage.id(), kind(), stage.schema().names(), rowsIn.sum(), kept == null ? 0 : kept.memoryBytes());
    }

    /** Whether rows are counted that come here: those that only pass behind another stage are not. */
    boolean isCounted() {
        return merges() || feeds.stream().anyMatch(feed -> feed.input() instanceof StageInput.TableRows);
    }

    private String kind() {
        Terminal terminal = stage.terminal();
        if (terminal instanceof Terminal.Merge) {
            return "merge";
        } else if (terminal instanceof Terminal.MergeSessions) {
            return "sessions";
        } else if (terminal instanceof Terminal.Fold) {
            return "fold";
        }
        return join != null ? "join" : "rows";
    }

    /** Whether rows of many come together here. */
    boolean merges() {
        return stage.terminal() instanceof Terminal.Merge
                || stage.terminal() instanceof Terminal.MergeSessions
                || stage.terminal() instanceof Terminal.Fold
                || join != null;
    }

    /** Whether a feed gives another stage the rows of this one. */
    boolean isReadBy(LiveFeed feed) {
        return feed.input() instanceof StageInput.StageRows rows && rows.stage() == stage.id();
    }

    /** Takes rows of an earlier stage, which come by a feed of this one. */
    Consumer<Revisions> reader(LiveFeed feed, EvaluationContext context) {
        if (!merges()) {
            return this::accept;
        }
        if (own == null) {
            own = newPartial();
        }
        Consumer<Batch> entry = entry(feed, own, context);
        return changes -> entry.accept(added(changes));
    }

    private static Batch added(Revisions changes) {
        Batch rows = changes.after();
        if (rows == null
                || !changes.onlyAdds()
                || changes.hasAfter() != null && changes.hasAfter().cardinality() < rows.size()) {
            throw new IllegalStateException("rows that are taken back must not reach a merge, a fold or a join");
        }
        return rows;
    }
}
