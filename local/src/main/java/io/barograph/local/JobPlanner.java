package io.barograph.local;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.Split;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Exchange;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import io.barograph.core.watermark.LaneClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a plan into a job's tasks, and keeps the books of their reports: every task has to report, once; where records of the
 * splits begin was guessed, and is checked here.
 */
final class JobPlanner {
    private final Run run;
    private final StagePlan plan;
    private final int root;
    private final int partitions;
    private final BitSet beneath;
    /** By stage: the side of a join that is sent to all, so that its other side's readers join it. */
    private final Map<Integer, Broadcast> broadcasts = new TreeMap<>();
    /** By stage: the ranges that a sort's rows are dealt out to. */
    private final Map<Integer, SortRange> ranges = new TreeMap<>();

    private final BitSet inOrder;

    private final Map<Task.Passage, TableScan> scans = new LinkedHashMap<>();
    /** By scan and split whether it was read to its end, or not at all; null until it is reported. */
    private final Map<TableScan, UnitOutcome[]> outcomes = new LinkedHashMap<>();

    private final List<BitSet> reported = new ArrayList<>();
    /** Undefined results by expression, of the tasks that have reported. */
    private final Map<String, Long> undefined = new TreeMap<>();

    private List<List<Task>> tasks = List.of();

    /**
     * @param partitions to how many the host deals keys out
     * @param sizes by which exchanges are chosen; what goes to all tasks is read here, and samples of what is sorted
     */
    JobPlanner(Run run, StagePlan plan, int root, int partitions, ExchangeSizes sizes) {
        this.run = run;
        this.plan = plan;
        this.root = root;
        this.partitions = partitions;
        this.beneath = beneath(plan, root);
        this.inOrder = inOrder(plan, beneath);
        new BroadcastJoins(plan, run::sizeOf, sizes.mostBroadcast())
                .read(run, beneath)
                .forEach(sent -> broadcasts.put(sent.stage(), sent));
        for (int id = beneath.nextSetBit(0); id >= 0; id = beneath.nextSetBit(id + 1)) {
            openScans(plan.stages().get(id));
        }
        findRanges(new SortRanges(plan, run::sizeOf, sizes.leastRange()));
    }

    private void findRanges(SortRanges sorts) {
        for (int id = beneath.nextSetBit(0); id >= 0 && partitions > 1; id = beneath.nextSetBit(id + 1)) {
            Stage stage = plan.stages().get(id);
            SortRange found = sorts.isLarge(stage) && !inOrder.get(id) ? sorts.find(run, stage, partitions) : null;
            if (found != null) {
                ranges.put(id, found);
            }
        }
    }

    /** How a table's lanes are cut: not at all where rows are judged by those before them in their lane. */
    static long splitBytes(TableDescription table, long target) {
        EventTime time = table.eventTime();
        return time != null && LaneClock.judges(time) ? Long.MAX_VALUE / 2 : target;
    }

    /** A stage, and those whose rows it reads, directly or not. */
    private static BitSet beneath(StagePlan plan, int root) {
        BitSet marked = new BitSet();
        marked.set(root);
        // A stage reads earlier ones alone.
        for (int id = root; id >= 0; id = marked.previousSetBit(id - 1)) {
            earlier(plan.stages().get(id)).forEach(marked::set);
        }
        return marked;
    }

    /**
     * Stages whose rows are read in the order of the source, so that one partition gets all: those beneath a LIMIT.
     *
     * @param among the stages that run
     */
    static BitSet inOrder(StagePlan plan, BitSet among) {
        BitSet marked = new BitSet();
        for (int id = among.nextSetBit(0); id >= 0; id = among.nextSetBit(id + 1)) {
            if (plan.stages().get(id).terminal() instanceof Terminal.Limit) {
                markInOrder(plan, id, marked);
            }
        }
        return marked;
    }

    /** What a stage reads comes in its order, and what a join reads passes on its own. */
    private static void markInOrder(StagePlan plan, int stage, BitSet marked) {
        for (int id : earlier(plan.stages().get(stage))) {
            marked.set(id);
            if (plan.stages().get(id).terminal() instanceof Terminal.Join) {
                markInOrder(plan, id, marked);
            }
        }
    }

    private static List<Integer> earlier(Stage stage) {
        return stage.branches().stream()
                .map(branch -> branch.input().earlierStage())
                .filter(id -> id >= 0)
                .toList();
    }

    private void openScans(Stage stage) {
        for (int number : readHere(stage)) {
            Branch branch = stage.branches().get(number);
            if (branch.input() instanceof StageInput.TableRows rows) {
                RowOperator first =
                        branch.operators().isEmpty() ? null : branch.operators().get(0);
                TableScan scan = new TableScan(
                        run.catalog().open(rows.table()),
                        rows,
                        StageRun.conditions(rows, first, List.of()),
                        List.of(),
                        splitBytes(rows.table(), run.options().splitBytes()));
                scans.put(new Task.Passage(stage.id(), number), scan);
            }
        }
    }

    /** Numbers of the branches that tasks read: of a join with a side that is sent, the other side's. */
    private int[] readHere(Stage stage) {
        Broadcast sent = broadcasts.get(stage.id());
        int all = stage.branches().size();
        if (sent == null) {
            return IntStream.range(0, all).toArray();
        }
        int left = ((Terminal.Join) stage.terminal()).leftBranches();
        return IntStream.range(sent.isLeft() ? left : 0, sent.isLeft() ? all : left)
                .toArray();
    }

    /** The job, with what is known of where records begin. Reports of an earlier one are forgotten. */
    Job job() {
        tasks = plan.stages().stream()
                .map(stage ->
                        beneath.get(stage.id()) && !broadcasts.containsKey(stage.id()) ? tasks(stage) : List.<Task>of())
                .toList();
        reported.clear();
        undefined.clear();
        plan.stages().forEach(stage -> reported.add(new BitSet()));
        outcomes.clear();
        for (TableScan scan : scans.values()) {
            scan.reset();
            outcomes.put(scan, new UnitOutcome[scan.splits().size()]);
        }
        return new Job(
                plan,
                root,
                plan.stages().stream().map(this::partitions).toList(),
                List.copyOf(broadcasts.values()),
                List.copyOf(ranges.values()),
                tasks,
                run.parameters(),
                run.options().splitBytes(),
                run.options().strict(),
                Path.of("").toAbsolutePath().toString(),
                run.options().rejects() != RejectHandler.NONE);
    }

    private int partitions(Stage stage) {
        SortRange range = ranges.get(stage.id());
        if (range != null) {
            return range.partitions();
        }
        return stage.terminal().exchange() == Exchange.KEYED && !inOrder.get(stage.id()) ? partitions : 1;
    }

    private List<Task> tasks(Stage stage) {
        List<Task> all = new ArrayList<>();
        for (int branch = 0; branch < stage.branches().size(); branch++) {
            addTasks(new Task.Passage(stage.id(), branch), new Task.Passage(stage.id(), branch), List.of(), all);
        }
        return all;
    }

    /**
     * Adds the tasks that read for a branch.
     *
     * @param source the branch whose input they read: the same, or, beneath it, that of a join that rows pass on their way
     * @param passages these joins, the one nearest to the source first
     */
    private void addTasks(Task.Passage target, Task.Passage source, List<Task.Passage> passages, List<Task> all) {
        StageInput input = plan.stages()
                .get(source.stage())
                .branches()
                .get(source.branch())
                .input();
        int earlier = input.earlierStage();
        if (broadcasts.containsKey(earlier)) {
            for (int branch : readHere(plan.stages().get(earlier))) {
                List<Task.Passage> longer = new ArrayList<>();
                longer.add(new Task.Passage(earlier, branch));
                longer.addAll(passages);
                addTasks(target, longer.get(0), longer, all);
            }
            return;
        }
        for (TaskInput piece : pieces(source, input)) {
            all.add(new Task(target.stage(), all.size(), target.branch(), passages, piece));
        }
    }

    private List<TaskInput> pieces(Task.Passage source, StageInput input) {
        if (input instanceof StageInput.TableRows) {
            return inputs(scan(source));
        } else if (input instanceof StageInput.QueryRows) {
            return List.of(new TaskInput.Literals());
        }
        int earlier = input.earlierStage();
        return IntStream.range(0, partitions(plan.stages().get(earlier)))
                .<TaskInput>mapToObj(partition -> new TaskInput.Partition(earlier, partition))
                .toList();
    }

    private TableScan scan(Task.Passage source) {
        TableScan scan = scans.get(source);
        if (scan == null) {
            throw new IllegalStateException(
                    "branch " + source.branch() + " of stage " + source.stage() + " reads no table");
        }
        return scan;
    }

    /** Small splits go together; what is one lane to those who judge rows is one task. A table without splits is one, too. */
    private List<TaskInput> inputs(TableScan scan) {
        List<TaskInput> inputs = new ArrayList<>();
        boolean whole = ScanClocks.isInFileOrder(scan.table().description());
        long target = TaskSize.tableBytes(
                scan.splits().stream().mapToLong(JobPlanner::bytes).sum(),
                partitions,
                run.options().splitBytes());
        int from = 0;
        long bytes = 0;
        for (int split = 0; split < scan.splits().size(); split++) {
            long more = bytes(scan.splits().get(split));
            if (!whole && split > from && bytes + more > target) {
                inputs.add(input(scan, from, split));
                from = split;
                bytes = 0;
            }
            bytes += more;
        }
        inputs.add(input(scan, from, scan.splits().size()));
        return inputs;
    }

    private static long bytes(Split split) {
        return Math.min(split.end(), split.lane().sizeBytes()) - split.start();
    }

    private static TaskInput input(TableScan scan, int from, int to) {
        return new TaskInput.Splits(
                scan.splits().size(),
                IntStream.range(from, to).boxed().toList(),
                IntStream.range(from, to)
                        .mapToObj(split -> scan.splits().get(split).end())
                        .toList(),
                IntStream.range(from, to).mapToObj(scan::recordStart).toList(),
                scan.hosts(from, to));
    }

    /** Enters a report; one that was passed on along several ways is entered once. */
    void enter(TaskReport report) {
        BitSet ofStage = reported.get(report.stage());
        if (ofStage.get(report.ordinal())) {
            return;
        }
        ofStage.set(report.ordinal());
        report.undefined().forEach((expression, count) -> undefined.merge(expression, count, Long::sum));
        Task.Passage source = tasks.get(report.stage()).get(report.ordinal()).source();
        for (TaskReport.OfSplit split : report.splits()) {
            TableScan scan = scan(source);
            UnitOutcome outcome = split.outcome(run.rejects());
            scan.setOutcome(split.number(), outcome);
            Objects.requireNonNull(outcomes.get(scan))[split.number()] = outcome;
        }
    }

    /**
     * Whether records began where they were taken to begin. If not, the job has to be run again.
     *
     * @throws BarographException INTERNAL where a task has not reported
     */
    boolean verify() {
        for (int stage = 0; stage < tasks.size(); stage++) {
            int missing = reported.get(stage).nextClearBit(0);
            if (missing < tasks.get(stage).size()) {
                throw new BarographException(
                        ErrorCode.INTERNAL,
                        "task " + missing + " of stage " + stage + " was lost: what it sent did not arrive");
            }
        }
        boolean right = true;
        for (TableScan scan : scans.values()) {
            right &= scan.verify(bound(scan));
        }
        return right;
    }

    /** Up to which split a table counts: the first that was not read to its end is the last. */
    private int bound(TableScan scan) {
        @Nullable UnitOutcome[] all = Objects.requireNonNull(outcomes.get(scan));
        for (int split = 0; split < all.length; split++) {
            UnitOutcome outcome = all[split];
            if (outcome == null) {
                return split;
            } else if (!outcome.ended || outcome.failure != null) {
                return split + 1;
            }
        }
        return all.length;
    }

    /**
     * Throws what a strict run ends with, where it does.
     *
     * @param ofRoot whether to look at what the last stage reads itself, or at all else
     */
    void throwFailure(boolean ofRoot) {
        for (Map.Entry<Task.Passage, TableScan> entry : scans.entrySet()) {
            if ((reader(entry.getKey().stage()) == root) != ofRoot) {
                continue;
            }
            TableScan scan = entry.getValue();
            int last = bound(scan) - 1;
            RuntimeException failure =
                    last < 0 ? null : Objects.requireNonNull(Objects.requireNonNull(outcomes.get(scan))[last]).failure;
            if (failure instanceof RejectLog.StrictReject refused) {
                throw scan.refusal(last, refused.record());
            } else if (failure != null) {
                throw failure;
            }
        }
    }

    /** Whose tasks read the inputs of a stage: its own, or, of a join that has none, those of the stage that reads it. */
    private int reader(int stage) {
        if (!broadcasts.containsKey(stage)) {
            return stage;
        }
        int later = stage + 1;
        while (!earlier(plan.stages().get(later)).contains(stage)) {
            later++;
        }
        return reader(later);
    }

    /** Enters what was read into the run's books. */
    void record() {
        run.recordUndefined(undefined);
        scans.values().forEach(scan -> run.record(scan, bound(scan)));
    }
}
