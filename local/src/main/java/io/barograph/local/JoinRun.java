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
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.List;

/**
 * A join of which one side is held in memory and the other is yet to go by, as part of the stage that reads the join. The
 * smaller side is held, by the bytes known when the join's turn comes: of files, of rows of earlier stages.
 */
final class JoinRun {
    /** So many held rows are looked at for every passing row where no key narrows them down. */
    private static final int MOST_WITHOUT_KEYS = 1 << 16;
    /** What a value of rows in memory counts for, beside the bytes of files. */
    private static final int BYTES_PER_VALUE = 8;

    private final JoinSpec spec;
    private final List<Branch> passing;
    private final JoinTable table;

    private JoinRun(JoinSpec spec, List<Branch> passing, JoinTable table) {
        this.spec = spec;
        this.passing = passing;
        this.table = table;
    }

    /** Reads the side to be held. */
    static JoinRun prepare(Run run, Stage stage, Terminal.Join join) {
        List<Branch> left = stage.branches().subList(0, join.leftBranches());
        List<Branch> right =
                stage.branches().subList(join.leftBranches(), stage.branches().size());
        boolean holdsLeft = join.kind().holdsLeft(bytes(run, left), bytes(run, right));
        Schema leftSchema = left.get(0).schema();
        Schema rightSchema = right.get(0).schema();
        JoinSpec spec = new JoinSpec(join, leftSchema, rightSchema, holdsLeft);
        EvaluationContext context =
                new EvaluationContext(run.parameters(), run.options().strict());
        JoinTable table = new JoinTable(spec, context);
        Holder holder = new Holder(run.memory(), table, join.leftKeys().isEmpty());
        List<Branch> held = holdsLeft ? left : right;
        OrderedStage.run(
                run,
                StageRun.waves(run, Feed.of(run, held)),
                new Answer(spec.held(), holder, 0, Long.MAX_VALUE),
                "rows held for a join",
                "filter the smaller side first, or name fewer of its columns");
        table.seal();
        holder.account();
        run.recordUndefined(context.undefinedCounts());
        return new JoinRun(spec, holdsLeft ? right : left, table);
    }

    private static long bytes(Run run, List<Branch> branches) {
        long bytes = 0;
        for (Feed feed : Feed.of(run, branches)) {
            bytes += feed instanceof Feed.Rows rows ? bytes(run, rows.input()) : 0;
        }
        return bytes;
    }

    private static long bytes(Run run, StageInput input) {
        if (input instanceof StageInput.TableRows rows) {
            return run.catalog().open(rows.table()).sizeBytes();
        }
        long rows = input instanceof StageInput.StageRows earlier
                ? run.finished(earlier.stage()).size()
                : ((StageInput.LiteralRows) input).rows().size();
        return rows * input.schema().size() * BYTES_PER_VALUE;
    }

    JoinSpec spec() {
        return spec;
    }

    JoinTable table() {
        return table;
    }

    /** The branches whose rows go by. */
    List<Branch> passing() {
        return passing;
    }

    /** What a stage that reads the join reads instead. */
    List<Feed> feeds(Run run) {
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

    /** Fills the table, and keeps the account. */
    private static final class Holder implements ResultSink {
        private final MemoryAccount memory;
        private final JoinTable table;
        private final boolean withoutKeys;
        private long retained;

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
            account();
        }

        void account() {
            long now = table.memoryBytes();
            memory.retain(now - retained);
            retained = now;
        }

        @Override
        public void end() {}
    }
}
