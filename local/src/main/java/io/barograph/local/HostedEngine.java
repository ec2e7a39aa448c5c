package io.barograph.local;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.Engine;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;

/**
 * Runs queries on a cluster: cuts them into tasks, has a {@link TaskHost} run these, checks that nothing was lost, and delivers the
 * answer. The answer's bits are those of the {@link LocalEngine}; rows that nothing brings into order may come in another one.
 *
 * <p>Thread-safe as its host is.
 */
public final class HostedEngine implements Engine {
    /** Of a job whose answer is lost. */
    private static final int ATTEMPTS = 3;

    private final Catalog catalog;
    private final TaskHost host;
    private final ExchangeSizes sizes;

    /** @param catalog opens the tables of the queries' plans, here; workers have their own */
    public HostedEngine(Catalog catalog, TaskHost host) {
        this(catalog, host, ExchangeSizes.DEFAULTS);
    }

    HostedEngine(Catalog catalog, TaskHost host, ExchangeSizes sizes) {
        this.catalog = catalog;
        this.host = host;
        this.sizes = sizes;
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public RunSummary run(Query query, ResultSink sink, RunOptions asked) {
        long begun = System.nanoTime();
        RunOptions options = asked.withSplitBytes(Math.max(asked.splitBytes(), host.leastTaskBytes()));
        StagePlan plan = StagePlan.of(query);
        try (Run run = new Run(catalog, options, plan.stages().size())) {
            for (int scalar : plan.scalars()) {
                Stage stage = plan.stages().get(scalar);
                StoredRows stored = new StoredRows(stage.schema(), run.memory(), run.spill());
                // Two rows are enough to know that there are too many.
                run(run, plan, stage, answer(stage, stored, 2));
                run.parameters().add(QueryRun.scalar(stored, stage));
                run.memory().release(stored.memoryBytes());
                stored.release();
            }
            Answer answer = answer(plan.root(), sink, Long.MAX_VALUE);
            run(run, plan, plan.root(), answer);
            sink.end();
            run.tellRejects();
            return run.summary(answer.rows(), System.nanoTime() - begun);
        }
    }

    private static Answer answer(Stage stage, ResultSink sink, long most) {
        return stage.terminal() instanceof Terminal.Limit limit
                ? new Answer(stage.schema(), sink, limit.offset(), limit.count())
                : new Answer(stage.schema(), sink, 0, most);
    }

    private void run(Run run, StagePlan plan, Stage root, Answer answer) {
        JobPlanner planner = new JobPlanner(run, plan, root.id(), host.partitions(), sizes);
        int lost = 0;
        while (true) {
            ChunkStore rows = new ChunkStore(run, "rows of the answer");
            Cancellation cancellation = run.options().cancellation();
            cancellation.check();
            boolean arrived = true;
            try {
                host.run(planner.job(), cancellation, chunk -> {
                    cancellation.check();
                    if (Chunk.kind(chunk) == Chunk.REPORT) {
                        planner.enter(Chunk.report(chunk));
                    } else {
                        rows.add(chunk);
                    }
                });
            } catch (AnswerLost again) {
                if (++lost == ATTEMPTS) {
                    throw again.told();
                }
                arrived = false;
            }
            if (arrived && planner.verify()) {
                deliver(run, planner, rows.rows(0, root.schema()), answer);
                return;
            }
            rows.close();
        }
    }

    private static void deliver(Run run, JobPlanner planner, FinishedRows rows, Answer answer) {
        planner.throwFailure(false);
        answer.begin();
        // Whoever wants the first rows only does not care for what comes behind them.
        boolean sliced = answer.wantedOfUnit() < Long.MAX_VALUE;
        if (!sliced) {
            planner.throwFailure(true);
        }
        Intake.deliver(rows, answer);
        if (sliced && !answer.isFull()) {
            planner.throwFailure(true);
        }
        planner.record();
        run.memory().release(rows.memoryBytes());
        rows.release();
    }
}
