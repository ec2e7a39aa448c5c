package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Expr;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What of a live query's plan lies at rest: stages over bounded tables, run once before the first live row, scalar
 * sub-queries and the held sides of joins among them. What is left are {@link LiveFeed}s. For the live engine only; used by
 * one thread, but for what feeds are compiled to.
 */
public final class AtRest implements AutoCloseable {
    private final Run run;
    private final StagePlan plan;
    private final Predicate<TableDescription> isLive;
    private final BitSet live = new BitSet();
    /** Stages at rest whose rows are there, or whose held side is. */
    private final BitSet complete = new BitSet();

    public AtRest(Catalog catalog, RunOptions options, StagePlan plan, Predicate<TableDescription> isLive) {
        this.run = new Run(catalog, options, plan.stages().size());
        this.plan = plan;
        this.isLive = isLive;
        for (Stage stage : plan.stages()) {
            live.set(stage.id(), stage.branches().stream().anyMatch(branch -> isLive(branch.input())));
        }
    }

    private boolean isLive(StageInput input) {
        return input instanceof StageInput.TableRows rows
                ? isLive.test(rows.table())
                : input.earlierStage() >= 0 && live.get(input.earlierStage());
    }

    /** Whether a table's rows keep coming. */
    public boolean isLiveTable(TableDescription table) {
        return isLive.test(table);
    }

    /** Whether a stage's rows keep coming. */
    public boolean isLive(int stage) {
        return live.get(stage);
    }

    /** Whether a stage is a join both of whose sides keep coming. */
    public boolean isOfTwoLive(int stage) {
        Stage join = plan.stages().get(stage);
        return join.terminal() instanceof Terminal.Join terminal
                && isAnyLive(StageSizes.left(join, terminal))
                && isAnyLive(StageSizes.right(join, terminal));
    }

    private boolean isAnyLive(List<Branch> branches) {
        return branches.stream().anyMatch(branch -> isLive(branch.input()));
    }

    /** Runs what is at rest, but for rows that are only handed over beside live ones: who wants these, {@link #deliver} runs. */
    public void run() {
        run(SentRest.NONE);
    }

    /** As {@link #run()}, but for what was sent. */
    public void run(SentRest sent) {
        refuseLiveScalars();
        run.parameters().addAll(sent.values());
        BitSet needed = needed(sent);
        for (Stage stage : plan.stages()) {
            Broadcast side = sent.side(stage.id());
            if (side != null) {
                run.setJoin(stage.id(), JoinRun.broadcast(run, stage, side, passing(stage, side)));
                complete.set(stage.id());
            } else if (needed.get(stage.id())) {
                complete(stage.id());
            }
            addValue(stage);
        }
    }

    private static List<Branch> passing(Stage stage, Broadcast side) {
        Terminal.Join join = (Terminal.Join) stage.terminal();
        return side.isLeft() ? StageSizes.right(stage, join) : StageSizes.left(stage, join);
    }

    private void addValue(Stage stage) {
        int scalar = plan.scalars().indexOf(stage.id());
        if (scalar >= 0 && scalar == run.parameters().size()) {
            run.parameters().add(QueryRun.scalar(run.finished(stage.id()), stage));
        }
    }

    /** In place of {@link #run}, for those who only ask: reads what all who compute need, as far as it can be sent to them. */
    public SentRest send() {
        refuseLiveScalars();
        BitSet needed = new BitSet();
        plan.scalars().forEach(scalar -> mark(scalar, needed));
        List<Broadcast> sides = new ArrayList<>();
        long left = ExchangeSizes.DEFAULTS.mostBroadcast();
        for (Stage stage : plan.stages()) {
            if (needed.get(stage.id())) {
                complete(stage.id());
            }
            addValue(stage);
            if (holds(stage)) {
                Broadcast side = side(stage, (Terminal.Join) stage.terminal(), left);
                if (side != null) {
                    sides.add(side);
                    left -= side.blocks().stream()
                            .mapToLong(block -> block.length)
                            .sum();
                }
            }
        }
        return new SentRest(sides, run.parameters());
    }

    /** Whether a stage is a join of live rows with some at rest. */
    private boolean holds(Stage stage) {
        return live.get(stage.id()) && stage.terminal() instanceof Terminal.Join && !isOfTwoLive(stage.id());
    }

    /** The side at rest of a join; null where it takes too many bytes. */
    private @Nullable Broadcast side(Stage stage, Terminal.Join join, long mostBytes) {
        boolean holdsLeft = isAnyLive(StageSizes.right(stage, join));
        JoinSpec spec = JoinRun.specBeside(stage, join, holdsLeft);
        List<Branch> held = BroadcastJoins.held(stage, spec);
        for (Branch branch : held) {
            if (branch.input().earlierStage() >= 0) {
                complete(branch.input().earlierStage());
            }
        }
        List<byte[]> blocks = new BroadcastJoins.Reading(run, spec, mostBytes).read(held);
        return blocks == null ? null : new Broadcast(stage.id(), holdsLeft, blocks);
    }

    /** In place of {@link #run}, for those who only look: reads nothing, and takes all tables at rest to be empty. */
    public void outline() {
        refuseLiveScalars();
        for (int scalar : plan.scalars()) {
            run.parameters()
                    .add(new Expr.Literal(plan.stages().get(scalar).schema().type(0), null));
        }
        for (Stage stage : plan.stages()) {
            if (holds(stage)) {
                Terminal.Join join = (Terminal.Join) stage.terminal();
                boolean isRightLive = isAnyLive(StageSizes.right(stage, join));
                run.setJoin(stage.id(), JoinRun.outlineBeside(run, stage, join, isRightLive));
            }
        }
    }

    /** Stages without which live rows cannot go through steps: held sides of joins, and single values. */
    private BitSet needed(SentRest sent) {
        BitSet needed = new BitSet();
        if (sent.values().isEmpty()) {
            plan.scalars().forEach(scalar -> mark(scalar, needed));
        }
        for (Stage stage : plan.stages()) {
            if (!live.get(stage.id())) {
                continue;
            }
            Broadcast side = sent.side(stage.id());
            boolean holds = side == null && holds(stage);
            if (holds) {
                needed.set(stage.id());
            }
            // Of a side that was sent, nothing is read.
            for (Branch branch : side == null ? stage.branches() : passing(stage, side)) {
                int earlier = branch.input().earlierStage();
                // Rows pass joins on their way to the live stage, even where both sides are at rest.
                boolean passes = earlier >= 0 && plan.stages().get(earlier).terminal() instanceof Terminal.Join;
                if (earlier >= 0 && !live.get(earlier) && (holds || passes)) {
                    mark(earlier, needed);
                }
            }
        }
        return needed;
    }

    private void mark(int stage, BitSet needed) {
        needed.set(stage);
        for (Branch branch : plan.stages().get(stage).branches()) {
            if (branch.input().earlierStage() >= 0) {
                mark(branch.input().earlierStage(), needed);
            }
        }
    }

    /** Runs a stage, and before it those that it reads. */
    private void complete(int id) {
        if (complete.get(id)) {
            return;
        }
        complete.set(id);
        Stage stage = plan.stages().get(id);
        for (Branch branch : stage.branches()) {
            int earlier = branch.input().earlierStage();
            if (earlier >= 0 && !live.get(earlier)) {
                complete(earlier);
            }
        }
        if (stage.terminal() instanceof Terminal.Join join) {
            prepare(stage, join);
        } else {
            run.setFinished(id, QueryRun.finish(run, stage));
        }
    }

    private void refuseLiveScalars() {
        for (int scalar : plan.scalars()) {
            if (live.get(scalar)) {
                throw new BarographException(
                        ErrorCode.NOT_SUPPORTED,
                        "a sub-query that stands for one value cannot read a live table: its value would change under the"
                                + " rows; read a table at rest, or join");
            }
        }
    }

    private void prepare(Stage stage, Terminal.Join join) {
        run.setJoin(
                stage.id(),
                live.get(stage.id())
                        ? JoinRun.beside(run, stage, join, isAnyLive(StageSizes.right(stage, join)))
                        : JoinRun.prepare(run, plan, stage, join));
    }

    /** A context in which a query's expressions are evaluated. */
    public EvaluationContext newContext() {
        return new EvaluationContext(run.parameters(), run.options().strict());
    }

    /** What flows into a live stage by some of its branches: joins with tables at rest are steps of their live side. */
    public List<LiveFeed> feeds(List<Branch> branches) {
        List<LiveFeed> feeds = new ArrayList<>();
        for (Feed feed : Feed.of(run, branches)) {
            if (!(feed instanceof Feed.Rows rows)) {
                throw new BarographException(
                        ErrorCode.OUT_OF_MEMORY,
                        "a join of tables at rest does not fit into memory beside a live query; give more with --memory");
            }
            feeds.add(new LiveFeed(rows.input(), rows.steps()));
        }
        return feeds;
    }

    /** Hands over the rows of an input at rest. May be asked again: of rows that are read, nothing is kept behind it. */
    public void deliver(StageInput input, Consumer<Batch> target) {
        if (input instanceof StageInput.TableRows table) {
            Stage scan = new Stage(0, List.of(new Branch(table, List.of())), new Terminal.Output(), table.schema());
            OrderedStage.run(run, scan, new Answer(table.schema(), new Delivery(target), 0, Long.MAX_VALUE));
        } else if (input instanceof StageInput.QueryRows said) {
            FinishedRows rows = LiteralBatches.rows(said, run.memory(), run.spill());
            try {
                deliver(rows, target);
            } finally {
                run.memory().release(rows.memoryBytes());
                rows.release();
            }
        } else {
            complete(input.earlierStage());
            deliver(run.finished(input.earlierStage()), target);
        }
    }

    /** Passes rows on as they are read, so that they are stored nowhere. */
    private record Delivery(Consumer<Batch> target) implements ResultSink {
        @Override
        public void begin(Schema schema) {}

        @Override
        public void accept(Batch batch) {
            target.accept(batch);
        }

        @Override
        public void end() {}
    }

    private static void deliver(FinishedRows rows, Consumer<Batch> target) {
        FinishedRows.Reader reader = rows.newReader();
        for (int piece = 0; piece < rows.pieces(); piece++) {
            reader.begin(piece);
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                target.accept(batch);
            }
        }
    }

    @Override
    public void close() {
        run.close();
    }

    /** Rows on their way into a stage: where they begin, and what is done to each. */
    public static final class LiveFeed {
        private final StageInput input;
        private final List<Feed.Step> steps;

        private LiveFeed(StageInput input, List<Feed.Step> steps) {
            this.input = input;
            this.steps = steps;
        }

        public StageInput input() {
            return input;
        }

        /** The steps' operators, or for a join where among its columns those of the passing rows begin. */
        public List<Object> steps() {
            List<Object> all = new ArrayList<>();
            for (Feed.Step step : steps) {
                if (step instanceof Feed.Step.Operate operate) {
                    all.add(operate.operator());
                } else {
                    all.add(((Feed.Step.Probe) step).join().spec());
                }
            }
            return all;
        }

        /** Whether every row becomes one row or none. */
        public boolean isRowByRow() {
            return steps.stream()
                    .allMatch(step -> step instanceof Feed.Step.Operate operate
                            && !(operate.operator() instanceof RowOperator.AssignWindow));
        }

        /** The first consumer of the chain of steps, for one thread. */
        public Consumer<Batch> compile(EvaluationContext context, Consumer<Batch> target) {
            // A live run that is to end first takes what it has begun: its readers look between batches.
            return RowPipeline.compile(steps, context, () -> {}, target::accept)::accept;
        }
    }
}
