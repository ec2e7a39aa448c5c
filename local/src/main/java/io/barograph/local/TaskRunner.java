package io.barograph.local;

import io.barograph.core.column.Schema;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.join.JoinPartitioner;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.Terminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs tasks of a job, wherever a host wants them run: with the readers, kernels, states and temporary files of the local engine,
 * on one core each. What a task sends follows from the job and what it was given alone, so that it may be run again elsewhere.
 *
 * <p>Thread-safe: each run of a task has memory of its own.
 */
public final class TaskRunner {
    private static final RejectHandler WANTED = record -> {};

    private final Job job;
    private final Catalog catalog;
    private final RunOptions options;

    /**
     * @param catalog opens the tables of the job's plan
     * @param options of them memory, temporary files and cancellation, for each task
     */
    public TaskRunner(Job job, Catalog catalog, RunOptions options) {
        this.job = job;
        this.catalog = catalog;
        this.options = options.withThreads(1)
                .withStrict(job.strict())
                .withReverseLanes(false)
                .withRejects(job.wantsRejects() ? WANTED : RejectHandler.NONE);
    }

    /**
     * Runs a task to its end.
     *
     * @param received the chunks of the partition that it reads, in any order; empty where it reads none
     * @return what became of the records of its table; nothing where it reads none
     * @throws io.barograph.core.error.BarographException as {@link LocalEngine#run} does
     */
    public TaskCounts run(Task task, Iterator<byte[]> received, ChunkTarget target) {
        Stage stage = job.plan().stages().get(task.stage());
        ChunkSender sender = new ChunkSender(task.ordinal(), job.partitions(stage.id()), target);
        // Two more, for the sides of a join.
        try (Run run =
                new Run(catalog, optionsFor(task.source()), job.plan().stages().size() + 2)) {
            try {
                run.parameters().addAll(job.parameters());
                for (Task.Passage join : task.passages()) {
                    Stage joined = job.plan().stages().get(join.stage());
                    List<Branch> passing = List.of(joined.branches().get(join.branch()));
                    run.setJoin(join.stage(), JoinRun.broadcast(run, joined, job.broadcast(join.stage()), passing));
                }
                if (task.input() instanceof TaskInput.Partition partition) {
                    new Intake(run, job, partition.stage(), received, sender).finish();
                }
                List<TaskReport.OfSplit> splits = stage.terminal() instanceof Terminal.MergeStates merge
                        ? sendCoarser(run, stage, merge, sender)
                        : sendRows(run, stage, task, sender);
                sender.sendReport(new TaskReport(stage.id(), task.ordinal(), splits, run.undefined()));
                return TaskCounts.of(splits);
            } catch (IOException failed) {
                throw new IllegalStateException("readers name the file themselves", failed);
            } catch (OutOfMemoryError error) {
                throw run.memory().heapExhausted(error);
            } catch (BarographException failed) {
                throw failed.code() == ErrorCode.FILE_NOT_FOUND ? ofWorker(failed) : failed;
            }
        }
    }

    private BarographException ofWorker(BarographException failed) {
        return new BarographException(
                ErrorCode.FILE_NOT_FOUND,
                failed.getMessage() + ", or a worker cannot see it; where '" + job.folder()
                        + "' is this machine's alone, put the file where all workers read it: on hdfs://, or in a folder"
                        + " that they share",
                failed);
    }

    private RunOptions optionsFor(Task.Passage source) {
        Branch branch = job.plan().stages().get(source.stage()).branches().get(source.branch());
        return branch.input() instanceof StageInput.TableRows rows
                ? options.withSplitBytes(JobPlanner.splitBytes(rows.table(), job.splitBytes()))
                : options;
    }

    private List<TaskReport.OfSplit> sendCoarser(Run run, Stage stage, Terminal.MergeStates merge, ChunkSender sender) {
        FinishedRows finer = run.finished(stage.branches().get(0).input().earlierStage());
        int[] positions = merge.keys().stream().mapToInt(Integer::intValue).toArray();
        GroupSender groups = groupSender(stage, merge.keys().size(), sender);
        UnorderedStage.Reporting target = new UnorderedStage.Reporting(run.memory(), 0, groups);
        MergeStage.mergeFiner(finer, groups::table, positions, () -> {
            run.workers().check();
            target.report();
        });
        groups.finish();
        return List.of();
    }

    private List<TaskReport.OfSplit> sendRows(Run run, Stage stage, Task task, ChunkSender sender) throws IOException {
        Branch branch = stage.branches().get(task.branch());
        Stage part = new Stage(stage.id(), List.of(branch), stage.terminal(), stage.schema());
        List<StageRun> waves = StageRun.waves(run, Feed.of(run, part));
        Sender rows = rowSender(run, stage, task.branch(), sender);
        List<TaskReport.OfSplit> splits = task.input() instanceof TaskInput.Splits numbers
                ? sendSplits(run, waves.get(0), numbers, rows)
                : sendAll(run, waves, rows);
        rows.finish();
        return splits;
    }

    private static List<TaskReport.OfSplit> sendAll(Run run, List<StageRun> waves, Sender rows) throws IOException {
        UnorderedStage.Reporting target = new UnorderedStage.Reporting(run.memory(), 0, rows);
        for (StageRun wave : waves) {
            StageRun.UnitReader reader = wave.newReader(target);
            for (int unit = 0; unit < wave.units() && !rows.isFull(); unit++) {
                UnitOutcome outcome = reader.read(unit, -1, start -> {}, rows::isFull);
                run.recordUndefined(outcome.undefined);
                if (outcome.failure != null) {
                    throw outcome.failure;
                }
            }
        }
        return List.of();
    }

    /** Reads splits up to the first that cannot be read to its end, or from which no more is wanted. */
    private static List<TaskReport.OfSplit> sendSplits(Run run, StageRun scan, TaskInput.Splits input, Sender rows)
            throws IOException {
        List<TaskReport.OfSplit> splits = new ArrayList<>();
        check(scan, input);
        StageRun.UnitReader reader = scan.newReader(new UnorderedStage.Reporting(run.memory(), 0, rows));
        boolean ended = true;
        for (int i = 0; i < input.numbers().size() && ended; i++) {
            int split = input.numbers().get(i);
            UnitOutcome outcome = reader.read(split, input.recordStarts().get(i), start -> {}, rows::isFull);
            run.recordUndefined(outcome.undefined);
            splits.add(TaskReport.OfSplit.of(split, outcome));
            ended = outcome.failure == null && !rows.isFull();
        }
        return splits;
    }

    /** A file that has grown or gone since the query was planned would be cut otherwise, and rows between the cuts be lost. */
    private static void check(StageRun scan, TaskInput.Splits input) {
        boolean same = scan.units() == input.count();
        for (int i = 0; same && i < input.numbers().size(); i++) {
            same = scan.endOf(input.numbers().get(i)) == input.ends().get(i);
        }
        if (!same) {
            throw new BarographException(
                    ErrorCode.DATA_LOST,
                    "a file of the query has changed since the query was planned; run it again when nobody writes to its files");
        }
    }

    private GroupSender groupSender(Stage stage, int keys, ChunkSender sender) {
        List<Integer> dealtBy = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            dealtBy.add(key);
        }
        return new GroupSender(MergeStage.newTable(job.plan(), stage), dealtBy, sender);
    }

    private Sender rowSender(Run run, Stage stage, int branch, ChunkSender sender) {
        Terminal terminal = stage.terminal();
        Schema schema = stage.branches().get(branch).schema();
        if (terminal instanceof Terminal.Merge merge) {
            return groupSender(stage, merge.keys().size(), sender);
        } else if (terminal instanceof Terminal.MergeSessions merge) {
            // The last key is a cell, and the cells of a session meet.
            return groupSender(stage, merge.keys().size() - 1, sender);
        } else if (terminal instanceof Terminal.Fold fold) {
            return foldSender(run, stage, fold, sender);
        } else if (terminal instanceof Terminal.Join join) {
            return joinSender(run, stage, join, branch, sender);
        } else if (terminal instanceof Terminal.Sort sort && SortStage.bound(sort) < Long.MAX_VALUE) {
            return new SliceSender(
                    new SortStage(run, stage, sort).newCollectorInMemory(),
                    new RowSender(schema, sender, RowSender.toOne(), 0, Long.MAX_VALUE));
        }
        SortRange range = job.range(stage.id());
        if (terminal instanceof Terminal.Sort sort && range != null) {
            return new RowSender(schema, sender, SortRanges.deal(range, sort, schema), 0, Long.MAX_VALUE);
        }
        long most = terminal instanceof Terminal.Limit limit
                ? Answer.wanted(limit.offset(), limit.count())
                : Long.MAX_VALUE;
        return new RowSender(schema, sender, RowSender.toOne(), 0, most);
    }

    private static Sender foldSender(Run run, Stage stage, Terminal.Fold fold, ChunkSender sender) {
        Schema schema = stage.branches().get(0).schema();
        RowSender rows =
                new RowSender(schema, sender, RowSender.byKey(fold.keys(), sender.partitions()), 0, Long.MAX_VALUE);
        Supplier<LeadingRows> newFirsts = new FoldStage(run, stage, fold).newFirsts();
        if (newFirsts != null) {
            return new FirstRowSender(newFirsts, rows);
        }
        int time = fold.operator().isOfRowsAlone() ? -1 : fold.time(schema);
        return time < 0 ? rows : new TimedSender(time, rows, sender);
    }

    private static Sender joinSender(Run run, Stage stage, Terminal.Join join, int branch, ChunkSender sender) {
        Schema left = StageSizes.left(stage, join).get(0).schema();
        Schema right = StageSizes.right(stage, join).get(0).schema();
        boolean isLeft = branch < join.leftBranches();
        RowSender.Deal deal = RowSender.toOne();
        if (sender.partitions() > 1) {
            EvaluationContext context =
                    new EvaluationContext(run.parameters(), run.options().strict());
            JoinSpec spec = new JoinSpec(join, left, right, false);
            JoinPartitioner partitioner =
                    isLeft ? JoinPartitioner.ofPassing(spec, context) : JoinPartitioner.ofHeld(spec, context);
            deal = batch -> partitioner.among(sender.partitions(), batch);
        }
        return new RowSender(isLeft ? left : right, sender, deal, isLeft ? 0 : 1, Long.MAX_VALUE);
    }
}
