package io.barograph.local;

import io.barograph.core.column.Schema;
import io.barograph.core.device.Device;
import io.barograph.core.error.BarographException;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.merge.SharedGroups;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The MERGE on all cores: a partial table per worker; then groups that several tables hold are merged into one of them
 * where they are few, and otherwise disjoint parts of all tables side by side.
 */
final class MergeStage {
    /** More parts than workers, so that none waits long for the last one. */
    private static final int PARTS_PER_WORKER = 2;
    /** So few groups are merged by one thread before others have begun. */
    private static final int FEW_GROUPS = 1 << 14;

    /** A worker for every so many groups to merge to coarser ones. */
    private static final int FEW_FINER_GROUPS = 1 << 12;

    private static final String GROUPS = "groups";
    private static final String FEWER_GROUPS = "group by fewer columns or coarser ones, such as longer windows";

    private static final String WHOLES = "parts of the result over all rows";
    private static final String LESS_OF_ALL =
            "keep less of all rows: approx_count_distinct and approx_quantile need little memory";

    private MergeStage() {}

    /** @param keys how many columns groups are made by: without any, nobody can ask for fewer groups */
    private static void begin(MemoryAccount memory, int keys) {
        if (keys == 0) {
            memory.begin(WHOLES, LESS_OF_ALL);
        } else {
            memory.begin(GROUPS, FEWER_GROUPS);
        }
    }

    static FinishedRows run(Run run, Stage stage, Terminal.Merge merge) {
        begin(run.memory(), merge.keys().size());
        Rows rows = new Rows(run, stage, merge);
        return rows.finish(UnorderedStage.collect(run, stage, rows::newCollector));
    }

    /** The same, rows being added up by a device; nothing of a try that fails by the device is left in the run. */
    static FinishedRows run(
            Run run,
            Stage stage,
            Terminal.Merge merge,
            DeviceWindows windows,
            DeviceOperators operators,
            Device device) {
        begin(run.memory(), merge.keys().size());
        Rows rows = new Rows(run, stage, merge);
        List<GroupCollector> adding = new ArrayList<>();
        // Half of its memory is for groups; chunks, and what the driver takes, have the other half.
        long bytes = device.description().memoryBytes() / 2 / run.workers().count();
        List<Feed> feeds = Feed.of(run, stage);
        // Whoever has read a wave has brought back what the device had: what joins find left over then, the CPU adds.
        List<Feed> left = feeds.stream()
                .map(feed -> feed.wave() == 0 ? operators.leave(windows.leave(feed)) : feed)
                .toList();
        Map<String, Long> undefined = Map.copyOf(run.undefined());
        // What is undefined of rows that a device leaves over, by the place that they were gathered in.
        Map<GroupCollector, EvaluationContext> contexts = new HashMap<>();
        try {
            List<GroupCollector> partial = UnorderedStage.collect(run, left, () -> {
                GroupCollector collector = rows.newCollector();
                adding.add(collector);
                EvaluationContext context =
                        new EvaluationContext(run.parameters(), run.options().strict());
                contexts.put(collector, context);
                BatchConsumer here = RowPipeline.compile(
                        operators.steps(feeds), context, run.workers()::check, collector.completeLeft());
                collector.addOn(device, windows.keys(), operators.rows(), here::accept, bytes);
                return collector;
            });
            for (GroupCollector collector : partial) {
                run.recordUndefined(
                        Objects.requireNonNull(contexts.get(collector)).undefinedCounts());
            }
            return rows.finish(partial);
        } catch (BarographException failure) {
            run.workers().forget(failure);
            run.resetUndefined(undefined);
            throw failure;
        } finally {
            adding.forEach(GroupCollector::leaveDevice);
        }
    }

    /** A merge whose rows are gathered by whoever reads them. */
    static final class Rows {
        private final Run run;
        private final MergeTable empty;
        private final RunFile file;

        Rows(Run run, Stage stage, Terminal.Merge merge) {
            this.run = run;
            this.empty = newTable(stage.branches().get(0).schema(), merge);
            this.file = new RunFile(run.spill(), GROUPS);
        }

        /** A place for one worker's rows. */
        GroupCollector newCollector() {
            return new GroupCollector(empty.empty(), file);
        }

        /** What was gathered in all places, merged. */
        FinishedRows finish(List<GroupCollector> partial) {
            RunEvents.Merge event = RunEvents.merge();
            long partialGroups =
                    partial.stream().mapToLong(GroupCollector::items).sum();
            FinishedRows rows = merged(run, partial, file, empty.keySchema().size() == 0);
            if (event != null) {
                event.finish(partial.size(), partialGroups, rows.size());
            }
            return rows;
        }
    }

    private static MergeTable newTable(Schema input, Terminal.Merge merge) {
        // The table asks a plan's node for keys and calls; where the node's rows come from is the stage's matter.
        return new MergeTable(
                input,
                new Plan.Aggregate(new Plan.Values(input, List.of()), merge.keys(), merge.calls(), merge.schema()));
    }

    /** A table for the groups of a stage that merges, of whatever kind. */
    static MergeTable newTable(StagePlan plan, Stage stage) {
        if (stage.terminal() instanceof Terminal.MergeStates coarser) {
            int finer = stage.branches().get(0).input().earlierStage();
            int[] positions =
                    coarser.keys().stream().mapToInt(Integer::intValue).toArray();
            return newTable(plan, plan.stages().get(finer)).coarser(positions, coarser.schema());
        }
        Schema input = stage.branches().get(0).schema();
        return newTable(
                input,
                stage.terminal() instanceof Terminal.MergeSessions sessions
                        ? sessions.ofCells()
                        : (Terminal.Merge) stage.terminal());
    }

    /** Merges the groups of a finer merge, each worker a share of them. */
    static FinishedRows run(Run run, Stage stage, Terminal.MergeStates merge) {
        FinishedRows finer = run.finished(stage.branches().get(0).input().earlierStage());
        int[] positions = merge.keys().stream().mapToInt(Integer::intValue).toArray();
        begin(run.memory(), positions.length);
        RunFile file = new RunFile(run.spill(), GROUPS);
        List<GroupCollector> partial;
        if (finer instanceof SpilledGroups spilled) {
            partial = mergeFiner(run, spilled, positions, merge.schema(), file);
        } else {
            partial = mergeFiner(run, ((GroupRows) finer).groups(), positions, merge.schema(), file);
        }
        return merged(run, partial, file, positions.length == 0);
    }

    /**
     * Merges the groups of a finer merge into a table, by one worker.
     *
     * @param coarser gives the table, asked for again after each check
     * @param check asked now and then; may put another table in its place
     */
    static void mergeFiner(FinishedRows finer, Supplier<MergeTable> coarser, int[] positions, Runnable check) {
        if (finer instanceof SpilledGroups spilled) {
            for (int piece = 0; piece < spilled.pieces(); piece++) {
                spilled.merge(piece).mergeInto(coarser, positions, 0, 1, check);
                check.run();
            }
        } else {
            ((GroupRows) finer).groups().mergeInto(coarser, positions, 0, 1, check);
        }
    }

    /** Finishes groups that were gathered elsewhere and merged in one place. */
    static FinishedRows finish(Run run, GroupCollector gathered, RunFile file) {
        return merged(run, List.of(gathered), file, gathered.table().keySchema().size() == 0);
    }

    /**
     * The file for groups that memory has no room for; the account is told what is held.
     *
     * @param keys how many columns groups are made by
     */
    static RunFile begin(Run run, int keys) {
        begin(run.memory(), keys);
        return new RunFile(run.spill(), GROUPS);
    }

    private static List<GroupCollector> mergeFiner(
            Run run, MergedGroups finer, int[] positions, Schema schema, RunFile file) {
        int workers = (int) Math.max(1, Math.min(run.workers().count(), finer.groups() / FEW_FINER_GROUPS));
        GroupCollector[] partial = new GroupCollector[workers];
        run.workers().run(workers, worker -> {
            GroupCollector target = new GroupCollector(finer.coarser(positions, schema), file);
            UnorderedStage.Reporting reporting = new UnorderedStage.Reporting(run.memory(), worker, target);
            partial[worker] = target;
            finer.mergeInto(target::table, positions, worker, workers, () -> {
                run.workers().check();
                reporting.report();
            });
            reporting.report();
        });
        return List.of(partial);
    }

    private static List<GroupCollector> mergeFiner(
            Run run, SpilledGroups finer, int[] positions, Schema schema, RunFile file) {
        int workers = Math.min(run.workers().count(), finer.pieces());
        GroupCollector[] partial = new GroupCollector[workers];
        AtomicInteger next = new AtomicInteger();
        run.workers().run(workers, worker -> {
            GroupCollector target = new GroupCollector(finer.coarser(positions, schema), file);
            UnorderedStage.Reporting reporting = new UnorderedStage.Reporting(run.memory(), worker, target);
            partial[worker] = target;
            for (int piece = next.getAndIncrement(); piece < finer.pieces(); piece = next.getAndIncrement()) {
                finer.merge(piece).mergeInto(target::table, positions, 0, 1, () -> {
                    run.workers().check();
                    reporting.report();
                });
                reporting.report();
            }
        });
        return List.of(partial);
    }

    private static FinishedRows merged(Run run, List<GroupCollector> collectors, RunFile file, boolean oneGroup) {
        List<MergeTable> partial =
                collectors.stream().map(GroupCollector::table).toList();
        if (oneGroup) {
            return rows(run, partial);
        }
        // Half of the memory is for what comes next: sorting the groups, or merging those that tables share.
        long bytes = collectors.stream().mapToLong(GroupCollector::memoryBytes).sum();
        if (run.memory().isTooMuch(bytes) && groups(partial) >= RunFile.FEWEST_ROWS
                || collectors.stream().anyMatch(collector -> !collector.runs().isEmpty())) {
            return spilled(run, collectors, file);
        }
        if (partial.size() > 1) {
            SharedGroups shared = findShared(run, partial);
            if (shared.count() > Math.max(FEW_GROUPS, groups(partial) / 8)) {
                return rows(run, mergeParts(run, partial));
            }
            shared.merge();
            return rows(run, MergedGroups.of(shared), partial);
        }
        return rows(run, partial);
    }

    private static FinishedRows spilled(Run run, List<GroupCollector> collectors, RunFile file) {
        MergeTable empty = collectors.get(0).table().empty();
        run.workers().run(collectors.size(), worker -> collectors.get(worker).spillAll());
        MemoryAccount memory = run.memory();
        memory.begin(GROUPS, FEWER_GROUPS);
        List<GroupRun> runs = collectors.stream()
                .flatMap(collector -> collector.runs().stream())
                .toList();
        long bytes = collectors.stream().mapToLong(GroupCollector::runBytes).sum()
                + memory.pieceBytes() * run.workers().count();
        SpilledGroups groups = new SpilledGroups(empty, runs, file, memory.pieceBytes(), bytes, run.workers()::check);
        memory.reserve(groups.memoryBytes());
        return groups;
    }

    private static FinishedRows rows(Run run, List<MergeTable> disjoint) {
        return rows(run, MergedGroups.of(disjoint), disjoint);
    }

    private static FinishedRows rows(Run run, MergedGroups groups, List<MergeTable> tables) {
        long bytes = tables.stream().mapToLong(MergeTable::memoryBytes).sum();
        MemoryAccount memory = run.memory();
        memory.begin(GROUPS, FEWER_GROUPS);
        memory.reserve(bytes);
        return new GroupRows(groups, bytes);
    }

    private static long groups(List<MergeTable> tables) {
        return tables.stream().mapToLong(MergeTable::groups).sum();
    }

    private static SharedGroups findShared(Run run, List<MergeTable> partial) {
        SharedGroups shared = new SharedGroups(partial);
        run.workers().run(partial.size() - 1, worker -> shared.find(worker + 1));
        return shared;
    }

    private static List<MergeTable> mergeParts(Run run, List<MergeTable> partial) {
        long partialBytes = partial.stream().mapToLong(MergeTable::memoryBytes).sum();
        MemoryAccount memory = run.memory();
        memory.begin("merged groups", FEWER_GROUPS);
        memory.reserve(partialBytes);
        int parts = partial.size() * PARTS_PER_WORKER;
        MergeTable[] merged = new MergeTable[parts];
        AtomicInteger next = new AtomicInteger();
        run.workers().run(partial.size(), worker -> {
            long bytes = 0;
            long groups = 0;
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                MergeTable table = partial.get(0).empty();
                for (MergeTable from : partial) {
                    run.workers().check();
                    table.mergePartition(from, part, parts);
                    memory.note(worker, bytes + table.memoryBytes(), groups + table.groups());
                }
                bytes += table.memoryBytes();
                groups += table.groups();
                merged[part] = table;
            }
        });
        memory.release(partialBytes);
        return new ArrayList<>(List.of(merged));
    }
}
