package io.barograph.local;

import io.barograph.core.column.Type;
import io.barograph.core.engine.Delivery;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One query on its way through its stages, beside others. */
final class QueryRun {
    private final StagePlan plan;
    private final Run run;
    private final ResultSink sink;
    private final long begun = System.nanoTime();
    private final BitSet done = new BitSet();
    private @Nullable RunSummary summary;

    QueryRun(Run host, Delivery delivery) {
        this.plan = StagePlan.of(delivery.query());
        this.run = new Run(host, plan.stages().size());
        this.sink = delivery.sink();
    }

    /**
     * Brings queries one step further: a scan for all stages of theirs that are about to read one table, or one stage that
     * shares nothing.
     *
     * @return whether more is to be done
     */
    static boolean step(Run host, List<QueryRun> queries) {
        QueryRun first = null;
        for (QueryRun query : queries) {
            query.runWhatIsAlone();
            first = first == null && query.summary == null ? query : first;
        }
        if (first == null) {
            return false;
        }
        TableDescription table = Objects.requireNonNull(first.table(first.done.nextClearBit(0)));
        List<SharedScan.Member> members = new ArrayList<>();
        for (QueryRun query : queries) {
            query.readers(table).forEach(stage -> members.add(query.member(stage)));
        }
        if (members.size() == 1 || first.mayUseDevice(first.done.nextClearBit(0))) {
            first.runStage(first.plan.stages().get(first.done.nextClearBit(0)));
            return true;
        }
        Run reader = new Run(host, 1);
        for (SharedScan.Member member : members) {
            if (member.answer() != null) {
                member.answer().begin();
            }
        }
        new SharedScan(reader, members).run();
        for (QueryRun query : queries) {
            for (SharedScan.Member member : members) {
                if (member.run() == query.run) {
                    query.finished(member);
                }
            }
        }
        return true;
    }

    /** Enters what was read into the books of all queries. */
    void recordInto(Run host) {
        host.recordScansOf(run);
    }

    RunSummary summary() {
        return Objects.requireNonNull(summary);
    }

    /** Runs stages up to one that others might share, or to the end. */
    private void runWhatIsAlone() {
        while (summary == null && table(done.nextClearBit(0)) == null) {
            runStage(plan.stages().get(done.nextClearBit(0)));
        }
    }

    private @Nullable TableDescription table(int stage) {
        return SharedScan.table(plan.stages().get(stage), isRoot(stage));
    }

    private boolean isRoot(int stage) {
        return stage == plan.stages().size() - 1;
    }

    /** A stage that a device may take reads alone. */
    private boolean mayUseDevice(int stage) {
        return forDevice(plan.stages().get(stage))
                .filter(merge -> merge.mayUseDevice(run))
                .isPresent();
    }

    private Optional<DeviceMerge> forDevice(Stage stage) {
        return run.device().wish() == DeviceUse.Wish.NEVER
                ? Optional.empty()
                : DeviceMerge.of(plan, stage, run.device(), run.options().strict());
    }

    /** The stages that could read a table now: the next one, and those behind it that wait for no parameter. */
    private List<Integer> readers(TableDescription table) {
        List<Integer> readers = new ArrayList<>();
        int next = done.nextClearBit(0);
        boolean knowsAll = run.parameters().size() == plan.scalars().size();
        for (int stage = next; summary == null && stage < plan.stages().size(); stage++) {
            if (!done.get(stage) && (stage == next || knowsAll) && table.equals(table(stage))) {
                readers.add(stage);
            }
        }
        return readers;
    }

    private SharedScan.Member member(int stage) {
        Stage shared = plan.stages().get(stage);
        return new SharedScan.Member(run, shared, isRoot(stage) ? answer(shared) : null);
    }

    private Answer answer(Stage root) {
        return root.terminal() instanceof Terminal.Limit limit
                ? new Answer(root.schema(), sink, limit.offset(), limit.count())
                : new Answer(root.schema(), sink, 0, Long.MAX_VALUE);
    }

    private void runStage(Stage stage) {
        if (isRoot(stage.id())) {
            Answer answer = answer(stage);
            answer.begin();
            OrderedStage.run(run, stage, answer);
            finished(new SharedScan.Member(run, stage, answer));
            return;
        }
        if (stage.terminal() instanceof Terminal.Join join) {
            run.setJoin(stage.id(), JoinRun.prepare(run, plan, stage, join));
        } else {
            run.setFinished(
                    stage.id(), forDevice(stage).map(merge -> merge.finish(run)).orElseGet(() -> finish(run, stage)));
        }
        finished(new SharedScan.Member(run, stage, null));
    }

    /** A stage is done: its value may be a parameter, and earlier rows may be let go of; behind the root, all is done. */
    private void finished(SharedScan.Member member) {
        Stage stage = member.stage();
        done.set(stage.id());
        if (member.answer() != null) {
            sink.end();
            releaseUnused();
            summary = run.summary(member.answer().rows(), System.nanoTime() - begun);
            return;
        }
        if (run.parameters().size() < plan.scalars().size()
                && plan.scalars().get(run.parameters().size()) == stage.id()) {
            run.parameters().add(scalar(run.finished(stage.id()), stage));
            run.release(stage.id());
        }
        releaseUnused();
    }

    /** Runs a stage that reads nothing but what is at rest or finished. */
    static FinishedRows finish(Run run, Stage stage) {
        Terminal terminal = stage.terminal();
        if (terminal instanceof Terminal.Merge merge) {
            return MergeStage.run(run, stage, merge);
        } else if (terminal instanceof Terminal.MergeStates merge) {
            return MergeStage.run(run, stage, merge);
        } else if (terminal instanceof Terminal.MergeSessions merge) {
            return SessionStage.run(run, stage, merge);
        } else if (terminal instanceof Terminal.Fold fold) {
            return FoldStage.run(run, stage, fold);
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

    /** The only value of a finished stage. */
    static Expr.Literal scalar(FinishedRows rows, Stage stage) {
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
        return new Expr.Literal(
                type, Objects.requireNonNull(reader.next()).column(0).value(0));
    }

    /** Lets go of the rows that no stage still reads. */
    private void releaseUnused() {
        BitSet wanted = new BitSet();
        for (Stage later : plan.stages()) {
            if (!done.get(later.id())) {
                want(run, later.branches(), wanted);
            }
        }
        for (int earlier = done.nextSetBit(0); earlier >= 0; earlier = done.nextSetBit(earlier + 1)) {
            if (!wanted.get(earlier)) {
                run.release(earlier);
            }
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
