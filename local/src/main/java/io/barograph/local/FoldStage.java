package io.barograph.local;

import io.barograph.core.column.Schema;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    private final Run run;
    private final Terminal.Fold fold;
    private final Schema input;
    private final List<Plan.SortKey> byKey;
    private final RowOrder sorted;
    private final RowOrder ofKey;
    private final RunFile file;

    /** A fold whose rows are gathered by whoever reads them. */
    FoldStage(Run run, Stage stage, Terminal.Fold fold) {
        this.run = run;
        this.fold = fold;
        this.input = stage.branches().get(0).schema();
        run.memory().begin(ROWS, FEWER_ROWS);
        this.byKey = fold.keys().stream()
                .map(key -> new Plan.SortKey(key, false, false))
                .toList();
        List<Plan.SortKey> whole = new ArrayList<>(byKey);
        whole.addAll(fold.order());
        this.sorted = new RowOrder(whole, input);
        this.ofKey = new RowOrder(fold.order(), input);
        this.file = new RunFile(run.spill(), ROWS);
    }

    static FinishedRows run(Run run, Stage stage, Terminal.Fold fold) {
        FoldStage rows = new FoldStage(run, stage, fold);
        return rows.finish(UnorderedStage.collect(run, stage, rows::newCollector), Long.MIN_VALUE);
    }

    /** A place for one worker's rows. */
    FoldCollector newCollector() {
        return new FoldCollector(input, fold.keys(), fold.time(input), sorted, ofKey, file, newFirsts());
    }

    /** Makes an empty collection of the first rows of each key, where these are all that the fold looks at; else null. */
    @Nullable
    Supplier<LeadingRows> newFirsts() {
        int most = fold.operator().firstRows();
        if (most == FoldOperator.ALL_ROWS) {
            return null;
        }
        return most == 1
                ? () -> new FirstRows(input, fold.keys(), ofKey)
                : () -> new TopRows(input, fold.keys(), ofKey, most);
    }

    /**
     * What was gathered in all places, folded as it is read.
     *
     * @param latestElsewhere the latest time of rows that are gathered in other processes
     */
    FinishedRows finish(List<FoldCollector> collectors, long latestElsewhere) {
        MemoryAccount memory = run.memory();
        run.workers().run(collectors.size(), worker -> collectors.get(worker).settle());
        long latest = Math.max(latestElsewhere, latest(collectors));
        long moving = collectors.stream().mapToLong(FoldCollector::movingBytes).sum();
        if (collectors.stream().anyMatch(collector -> !collector.runs().isEmpty())
                || memory.isTooMuch(Math.max(moving, memory.limitBytes() / SHARE_FOR_FOLDS))) {
            return spilled(collectors, latest);
        }
        memory.begin(ROWS, FEWER_ROWS);
        FoldedRows rows = new FoldedRows(
                new FoldOfStage(run, input, fold),
                KeyedRows.of(input, run.workers(), collectors, ofKey),
                ofKey,
                latest,
                memory);
        memory.reserve(rows.memoryBytes());
        return rows;
    }

    private static long latest(List<FoldCollector> collectors) {
        return collectors.stream().mapToLong(FoldCollector::latest).max().orElse(Long.MIN_VALUE);
    }

    private FinishedRows spilled(List<FoldCollector> collectors, long latest) {
        MemoryAccount memory = run.memory();
        run.workers().run(collectors.size(), worker -> collectors.get(worker).spillAll());
        memory.begin(ROWS, FEWER_ROWS);
        List<SortedFileRun> runs = collectors.stream()
                .flatMap(collector -> collector.runs().stream())
                .toList();
        long bytes = collectors.stream().mapToLong(FoldCollector::runBytes).sum()
                + memory.pieceBytes() * run.workers().count();
        SpilledFold rows = new SpilledFold(
                new FoldOfStage(run, input, fold),
                sorted,
                RowOrder.byKeysAlone(byKey),
                latest,
                runs,
                file,
                memory,
                bytes,
                run.workers()::check);
        memory.reserve(rows.memoryBytes());
        return rows;
    }
}
