package io.barograph.local;

import io.barograph.core.column.Schema;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Folds: each worker gathers rows and numbers their keys; rows are brought together by key, counted and moved, not sorted,
 * and the keys are folded side by side as they are read, each brought into order where it is not. What memory has no room for
 * goes to a temporary file as sorted runs, which are cut at the borders of keys.
 */
final class FoldStage {
    private static final String ROWS = "rows to go along";
    private static final String FEWER_ROWS = "filter them first, or name fewer columns";

    /** Rows stay in memory where they leave one part of so many for what folds keep. */
    private static final int SHARE_FOR_FOLDS = 8;

    private FoldStage() {}

    static FinishedRows run(Run run, Stage stage, Terminal.Fold fold) {
        MemoryAccount memory = run.memory();
        Schema input = stage.branches().get(0).schema();
        memory.begin(ROWS, FEWER_ROWS);
        List<Plan.SortKey> byKey = fold.keys().stream()
                .map(key -> new Plan.SortKey(key, false, false))
                .toList();
        List<Plan.SortKey> whole = new ArrayList<>(byKey);
        whole.addAll(fold.order());
        RowOrder sorted = new RowOrder(whole, input);
        RowOrder ofKey = new RowOrder(fold.order(), input);
        RunFile file = new RunFile(run.spill(), ROWS);
        Supplier<FirstRows> firsts =
                fold.operator().needsFirstRowsOnly() ? () -> new FirstRows(input, fold.keys(), ofKey) : null;
        List<FoldCollector> collectors = UnorderedStage.collect(
                run, stage, () -> new FoldCollector(input, fold.keys(), fold.time(input), sorted, ofKey, file, firsts));
        run.workers().run(collectors.size(), worker -> collectors.get(worker).settle());
        long moving = collectors.stream().mapToLong(FoldCollector::movingBytes).sum();
        if (collectors.stream().anyMatch(collector -> !collector.runs().isEmpty())
                || memory.isTooMuch(Math.max(moving, memory.limitBytes() / SHARE_FOR_FOLDS))) {
            return spilled(run, input, fold, sorted, RowOrder.byKeysAlone(byKey), file, collectors);
        }
        memory.begin(ROWS, FEWER_ROWS);
        FoldedRows rows = new FoldedRows(
                input, fold, KeyedRows.of(input, run.workers(), collectors, ofKey), ofKey, latest(collectors), memory);
        memory.reserve(rows.memoryBytes());
        return rows;
    }

    private static long latest(List<FoldCollector> collectors) {
        return collectors.stream().mapToLong(FoldCollector::latest).max().orElse(Long.MIN_VALUE);
    }

    private static FinishedRows spilled(
            Run run,
            Schema input,
            Terminal.Fold fold,
            RowOrder order,
            RowOrder byKey,
            RunFile file,
            List<FoldCollector> collectors) {
        MemoryAccount memory = run.memory();
        run.workers().run(collectors.size(), worker -> collectors.get(worker).spillAll());
        memory.begin(ROWS, FEWER_ROWS);
        List<SortedFileRun> runs = collectors.stream()
                .flatMap(collector -> collector.runs().stream())
                .toList();
        long bytes = collectors.stream().mapToLong(FoldCollector::runBytes).sum()
                + memory.pieceBytes() * run.workers().count();
        SpilledFold rows = new SpilledFold(
                input, fold, order, byKey, latest(collectors), runs, file, memory, bytes, run.workers()::check);
        memory.reserve(rows.memoryBytes());
        return rows;
    }
}
