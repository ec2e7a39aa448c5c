package io.barograph.local;

import io.barograph.core.column.Type;
import io.barograph.core.engine.Engine;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Runs queries in this process, on as many threads as asked for. The answer's bits, and the order of its rows, are the same
 * at every number of threads and every size of splits: groups come in key order, sorted rows sorted, all others in source
 * order.
 *
 * <p>Thread-safe: each run has threads and memory of its own, and leaves neither behind.
 */
public final class LocalEngine implements Engine {
    private final Catalog catalog;

    /** @param catalog opens the tables of the queries' plans */
    public LocalEngine(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public String name() {
        return "local";
    }

    /**
     * Runs a query. The sink is called by this thread only, but for the encoders of an
     * {@link io.barograph.core.engine.EncodingSink}.
     *
     * @throws BarographException {@code INVALID_OPTION} before anything is read; {@code BAD_DATA} for the first record, by
     *     lane and offset, that {@code --strict} refuses; {@code OUT_OF_MEMORY}; {@code CANCELLED}, also where this thread
     *     is interrupted, which stays so; {@code IO_ERROR}; {@code INTERNAL} for a defect of ours
     */
    @Override
    public RunSummary run(Query query, ResultSink sink, RunOptions options) {
        check(options);
        long begun = System.nanoTime();
        StagePlan plan = StagePlan.of(query);
        try (Run run = new Run(catalog, options, plan.stages().size())) {
            try {
                for (Stage stage : plan.stages().subList(0, plan.stages().size() - 1)) {
                    if (stage.terminal() instanceof Terminal.Join join) {
                        run.setJoin(stage.id(), JoinRun.prepare(run, plan, stage, join));
                    } else {
                        run.setFinished(stage.id(), finish(run, stage));
                    }
                    if (run.parameters().size() < plan.scalars().size()
                            && plan.scalars().get(run.parameters().size()) == stage.id()) {
                        run.parameters().add(scalar(run.finished(stage.id()), stage));
                        run.release(stage.id());
                    }
                    releaseUnused(run, plan, stage.id());
                }
                long rows = deliver(run, plan.root(), sink);
                return run.summary(rows, System.nanoTime() - begun);
            } catch (OutOfMemoryError error) {
                throw run.memory().heapExhausted(error);
            }
        }
    }

    private static void check(RunOptions options) {
        if (options.threads() < 1 || options.splitBytes() < 1 || options.memoryBytes() < 1) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "threads, memory and split size must be above 0, but are " + options.threads() + ", "
                            + options.memoryBytes() + " and " + options.splitBytes() + " bytes");
        }
    }

    private static FinishedRows finish(Run run, Stage stage) {
        Terminal terminal = stage.terminal();
        if (terminal instanceof Terminal.Merge merge) {
            return MergeStage.run(run, stage, merge);
        } else if (terminal instanceof Terminal.MergeStates merge) {
            return MergeStage.run(run, stage, merge);
        } else if (terminal instanceof Terminal.Sort sort) {
            return SortStage.run(run, stage, sort);
        }
        StoredRows stored = new StoredRows(stage.schema(), run.memory(), run.spill());
        // Of a scalar sub-query two rows are enough to know that it has too many.
        Answer answer = terminal instanceof Terminal.Limit limit
                ? new Answer(stage.schema(), stored, limit.offset(), limit.count())
                : new Answer(stage.schema(), stored, 0, 2);
        OrderedStage.run(run, stage, answer);
        return stored;
    }

    private static long deliver(Run run, Stage root, ResultSink sink) {
        Answer answer = root.terminal() instanceof Terminal.Limit limit
                ? new Answer(root.schema(), sink, limit.offset(), limit.count())
                : new Answer(root.schema(), sink, 0, Long.MAX_VALUE);
        sink.begin(root.schema());
        OrderedStage.run(run, root, answer);
        sink.end();
        return answer.rows();
    }

    private static Expr.Literal scalar(FinishedRows rows, Stage stage) {
        Type type = stage.schema().type(0);
        if (rows.size() == 0) {
            return new Expr.Literal(type, null);
        } else if (rows.size() > 1) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "the sub-query for '" + stage.schema().name(0)
                            + "' stands where one value is needed but yields more than one row; aggregate it or add LIMIT 1");
        }
        FinishedRows.Reader reader = rows.newReader();
        reader.begin(0);
        return new Expr.Literal(type, Objects.requireNonNull(reader.next()).column(0).value(0));
    }

    /** Lets go of the rows that no stage behind this one reads. */
    private static void releaseUnused(Run run, StagePlan plan, int done) {
        BitSet wanted = new BitSet();
        for (Stage later : plan.stages().subList(done + 1, plan.stages().size())) {
            want(run, later.branches(), wanted);
        }
        for (int earlier = wanted.nextClearBit(0); earlier <= done; earlier = wanted.nextClearBit(earlier + 1)) {
            run.release(earlier);
        }
    }

    /** Adds the stages that branches read: of a join also those that its passing side is still to read. */
    private static void want(Run run, List<Branch> branches, BitSet wanted) {
        for (Branch branch : branches) {
            int earlier = branch.input().earlierStage();
            if (earlier >= 0 && !wanted.get(earlier)) {
                wanted.set(earlier);
                JoinRun join = run.join(earlier);
                if (join != null) {
                    want(run, join.passing(), wanted);
                }
            }
        }
    }
}
