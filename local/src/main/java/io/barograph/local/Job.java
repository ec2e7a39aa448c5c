package io.barograph.local;

import io.barograph.core.expr.Expr;
import io.barograph.core.stage.PlanCodec;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StagePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a host runs at once: one stage of a plan and all beneath it, as tasks. Immutable; travels as bytes.
 *
 * @param root the stage whose rows are asked for
 * @param partitions by stage: to how many its exchange deals keys out
 * @param broadcasts sides of joins that go to every task whose rows pass these; such a join has no tasks of its own
 * @param ranges of the sorts whose rows go to more than one partition
 * @param tasks by stage: all of them, in the order of the source; none of stages that are not beneath the root
 * @param parameters values of the scalar sub-queries
 * @param splitBytes target size of a split
 * @param strict whether the first malformed record or undefined expression ends the run
 * @param folder of the process that asks, absolute: where names of files begin that are not absolute themselves
 * @param wantsRejects whether rejected records are to come back, beside their number
 */
public record Job(
        StagePlan plan,
        int root,
        List<Integer> partitions,
        List<Broadcast> broadcasts,
        List<SortRange> ranges,
        List<List<Task>> tasks,
        List<Expr.Literal> parameters,
        long splitBytes,
        boolean strict,
        String folder,
        boolean wantsRejects) {
    public Job {
        partitions = List.copyOf(partitions);
        broadcasts = List.copyOf(broadcasts);
        ranges = List.copyOf(ranges);
        tasks = tasks.stream().map(List::copyOf).toList();
        parameters = List.copyOf(parameters);
    }

    /** A job of bytes that {@link #toBytes} made. */
    public static Job of(byte[] bytes) {
        return PlanCodec.read(bytes, Job.class);
    }

    public byte[] toBytes() {
        return PlanCodec.write(this);
    }

    /** The stages that have tasks, each behind those that it reads; the last one is the root. */
    public Stream<Stage> stages() {
        return plan.stages().stream().filter(stage -> !tasks.get(stage.id()).isEmpty());
    }

    /** The tasks of a stage. */
    public List<Task> tasks(int stage) {
        return tasks.get(stage);
    }

    /** Those tasks of a stage that read what is no other stage's. */
    public List<Task> sources(int stage) {
        return tasks(stage).stream()
                .filter(task -> !(task.input() instanceof TaskInput.Partition))
                .toList();
    }

    /**
     * Those tasks of a stage that read the partitions of earlier ones, by the branch that they read for, the stage's own or that of a
     * broadcast join: one for each partition of the branch's stage, in the order of the partitions, numbered one after the other.
     */
    public List<Readers> readers(int stage) {
        Map<Task.Passage, List<Task>> bySource = new LinkedHashMap<>();
        for (Task task : tasks(stage)) {
            if (task.input() instanceof TaskInput.Partition) {
                bySource.computeIfAbsent(task.source(), source -> new ArrayList<>())
                        .add(task);
            }
        }
        return bySource.values().stream().map(Readers::of).toList();
    }

    /** The side of a join that was sent to all. */
    Broadcast broadcast(int stage) {
        return broadcasts.stream()
                .filter(sent -> sent.stage() == stage)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no side of the join of stage " + stage + " was sent"));
    }

    /** The ranges that a sort's rows are dealt out to; null where all go to one place. */
    @Nullable
    SortRange range(int stage) {
        return ranges.stream()
                .filter(range -> range.stage() == stage)
                .findFirst()
                .orElse(null);
    }

    /**
     * The tasks that read all partitions of a stage for one branch.
     *
     * @param stage the earlier stage
     * @param first number of the task that reads the first partition
     * @param count how many these are
     */
    public record Readers(int stage, int first, int count) {
        private static Readers of(List<Task> tasks) {
            Task first = tasks.get(0);
            return new Readers(((TaskInput.Partition) first.input()).stage(), first.ordinal(), tasks.size());
        }
    }

    /** How many partitions tasks of a stage send to: numbered from 0. */
    public int partitions(int stage) {
        return partitions.get(stage);
    }
}
