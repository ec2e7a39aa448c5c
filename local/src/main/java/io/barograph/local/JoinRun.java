package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.join.JoinTable;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import io.barograph.local.spill.BatchCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A join of which one side is held in memory and the other is yet to go by, as part of the stage that reads the join. The
 * smaller side is held, by the sizes of the files that it comes from ({@link StageSizes}).
 */
final class JoinRun {
    /** So many held rows are looked at for every passing row where neither a key nor time narrows them down. */
    static final int MOST_WITHOUT_KEYS = 1 << 16;

    private static final String HELD = "rows held for a join";
    private static final String ADVICE = "filter the smaller side first, or name fewer of its columns";

    private final JoinSpec spec;
    private final List<Branch> passing;
    /** The held rows, or null where they did not fit memory. */
    private final @Nullable JoinTable table;
    /** All rows of the join, where it had to be done at once. */
    private final @Nullable FinishedRows stored;

    private JoinRun(JoinSpec spec, List<Branch> passing, @Nullable JoinTable table, @Nullable FinishedRows stored) {
        this.spec = spec;
        this.passing = passing;
        this.table = table;
        this.stored = stored;
    }

    /** Reads the side to be held; where it does not fit memory, both, and joins them in temporary files. */
    static JoinRun prepare(Run run, StagePlan plan, Stage stage, Terminal.Join join) {
        return prepare(run, stage, join, new StageSizes(run::sizeOf, plan).holdsLeft(stage, join));
    }

    /** The same, where it is known which side is the one to hold. */
    static JoinRun prepare(Run run, Stage stage, Terminal.Join join, boolean holdsLeft) {
        List<Branch> left = StageSizes.left(stage, join);
        List<Branch> right = StageSizes.right(stage, join);
        Schema leftSchema = left.get(0).schema();
        Schema rightSchema = right.get(0).schema();
        JoinSpec spec = new JoinSpec(join, leftSchema, rightSchema, holdsLeft);
        List<Branch> held = holdsLeft ? left : right;
        List<Branch> passing = holdsLeft ? right : left;
        JoinTable table = hold(run, spec, held);
        return table == null
                ? new JoinRun(spec, List.of(), null, PartitionedJoin.run(run, spec, held, passing))
                : new JoinRun(spec, passing, table, null);
    }

    /**
     * Reads the side to be held, while the other one has no end.
     *
     * @throws BarographException {@code NOT_SUPPORTED} where rows of the held side come out when the other one has gone by,
     *     {@code OUT_OF_MEMORY} where the held side does not fit memory
     */
    static JoinRun beside(Run run, Stage stage, Terminal.Join join, boolean holdsLeft) {
        List<Branch> left = StageSizes.left(stage, join);
        List<Branch> right = StageSizes.right(stage, join);
        JoinTable table = hold(run, specBeside(stage, join, holdsLeft), holdsLeft ? left : right);
        if (table == null) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "the table at rest of a live join does not fit into memory; give more with --memory, filter it, or name"
                            + " fewer of its columns");
        }
        return new JoinRun(table.spec(), holdsLeft ? right : left, table, null);
    }

    /** As {@link #beside}, but reads nothing: the side to be held is taken to be empty. */
    static JoinRun outlineBeside(Run run, Stage stage, Terminal.Join join, boolean holdsLeft) {
        JoinSpec spec = specBeside(stage, join, holdsLeft);
        JoinTable table = new JoinTable(
                spec, new EvaluationContext(run.parameters(), run.options().strict()));
        table.seal();
        return new JoinRun(spec, holdsLeft ? StageSizes.right(stage, join) : StageSizes.left(stage, join), table, null);
    }

    /** The join, its side at rest held; as {@link #beside}. */
    static JoinSpec specBeside(Stage stage, Terminal.Join join, boolean holdsLeft) {
        if (holdsLeft && join.asOf() != null) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "an as-of join finds the rows of a table at rest for those of a live one; put the live table on the left:"
                            + " live ASOF JOIN other");
        }
        Schema left = StageSizes.left(stage, join).get(0).schema();
        Schema right = StageSizes.right(stage, join).get(0).schema();
        JoinSpec spec = new JoinSpec(join, left, right, holdsLeft);
        if (spec.keepsHeld()) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "a live join cannot tell which rows of the table at rest will never find a match; put the live table on the"
                            + " side that keeps its rows: live LEFT JOIN other");
        }
        return spec;
    }

    /** Reads the held side into its table; null, the table let go, where that takes too much memory. */
    private static @Nullable JoinTable hold(Run run, JoinSpec spec, List<Branch> held) {
        EvaluationContext context =
                new EvaluationContext(run.parameters(), run.options().strict());
        JoinTable table = new JoinTable(spec, context);
        Holder holder = new Holder(run.memory(), table, spec.join().leftKeys().isEmpty() && !spec.isNarrow());
        Answer answer = new Answer(held.get(0).schema(), holder, 0, Long.MAX_VALUE);
        holder.answer = answer;
        read(run, held, answer);
        if (answer.isAbandoned()) {
            return null;
        }
        table.seal();
        run.memory().reserve(table.memoryBytes());
        run.recordUndefined(context.undefinedCounts());
        return table;
    }

    /** Passes the rows of the side to be held on, in their order. */
    static void read(Run run, List<Branch> held, Answer target) {
        OrderedStage.run(run, StageRun.waves(run, Feed.of(run, held)), target, HELD, ADVICE);
    }

    /**
     * Takes the side to be held from what was sent. What its keys give undefined has been counted by who read them.
     *
     * @param passing branches of the passing side whose rows go by here
     * @throws BarographException {@code OUT_OF_MEMORY} where the held side does not fit memory
     */
    static JoinRun broadcast(Run run, Stage stage, Broadcast sent, List<Branch> passing) {
        Terminal.Join join = (Terminal.Join) stage.terminal();
        Schema left = StageSizes.left(stage, join).get(0).schema();
        Schema right = StageSizes.right(stage, join).get(0).schema();
        JoinSpec spec = new JoinSpec(join, left, right, sent.isLeft());
        JoinTable table = new JoinTable(
                spec, new EvaluationContext(run.parameters(), run.options().strict()));
        BatchCodec codec = new BatchCodec(spec.held());
        run.memory().begin(HELD, ADVICE);
        for (byte[] block : sent.blocks()) {
            run.workers().check();
            table.add(codec.decode(block, 0));
        }
        table.seal();
        run.memory().retain(table.memoryBytes());
        return new JoinRun(spec, passing, table, null);
    }

    JoinSpec spec() {
        return spec;
    }

    /** The held rows, of a join that has not been done at once. */
    JoinTable table() {
        return Objects.requireNonNull(table, "this join's rows are stored");
    }

    /** Bytes of heap that the join takes. */
    long memoryBytes() {
        return stored != null ? stored.memoryBytes() : table().memoryBytes();
    }

    /** Nobody reads the join any more. */
    void release() {
        if (stored != null) {
            stored.release();
        }
    }

    /** The branches whose rows are yet to go by. */
    List<Branch> passing() {
        return passing;
    }

    /** What a stage that reads the join reads instead. */
    List<Feed> feeds(Run run) {
        if (stored != null) {
            return List.of(new Feed.Stored(stored, List.of()));
        }
        List<Feed> feeds = new ArrayList<>();
        int last = 0;
        for (Feed feed : Feed.of(run, passing)) {
            feeds.add(feed.through(List.of(new Feed.Step.Probe(this))));
            last = Math.max(last, feed.wave());
        }
        if (spec.keepsHeld()) {
            feeds.add(new Feed.Rest(this, List.of(), last + 1));
        }
        return feeds;
    }

    /** Fills the table while memory lasts: as much again must be free, for what a table needs when it is sealed. */
    private static final class Holder implements ResultSink {
        private final MemoryAccount memory;
        private final JoinTable table;
        private final boolean withoutKeys;
        private @Nullable Answer answer;

        Holder(MemoryAccount memory, JoinTable table, boolean withoutKeys) {
            this.memory = memory;
            this.table = table;
            this.withoutKeys = withoutKeys;
        }

        @Override
        public void begin(Schema schema) {}

        @Override
        public void accept(Batch batch) {
            table.add(batch);
            if (withoutKeys && table.rows() > MOST_WITHOUT_KEYS) {
                throw new BarographException(
                        ErrorCode.NOT_SUPPORTED,
                        "a join without an equality compares every row with every row, and both sides have more than "
                                + MOST_WITHOUT_KEYS
                                + " rows; add an equality such as a.device_id = b.device_id to its condition, or filter one side first");
            }
            if (memory.isTooMuch(table.peakBytes()) && answer != null) {
                if (withoutKeys) {
                    memory.retain(table.peakBytes());
                }
                answer.abandon();
            }
        }

        @Override
        public void end() {}
    }
}
