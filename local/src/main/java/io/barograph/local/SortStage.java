package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.Terminal;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts: each worker its own rows, then all runs merged; in memory where they fit, and otherwise through a temporary file, to
 * which a worker writes its rows, sorted, whenever memory is full.
 */
final class SortStage {
    private static final String ROWS = "rows to sort";

    private SortStage() {}

    static FinishedRows run(Run run, Stage stage, Terminal.Sort sort) {
        MemoryAccount memory = run.memory();
        begin(memory);
        RowOrder order = new RowOrder(sort.keys(), stage.schema());
        long bound = sort.count() > Long.MAX_VALUE - sort.offset() ? Long.MAX_VALUE : sort.offset() + sort.count();
        RunFile file = new RunFile(run.spill(), ROWS);
        List<SortCollector> collectors =
                UnorderedStage.collect(run, stage, () -> new SortCollector(stage.schema(), order, bound, file));
        if (collectors.stream().anyMatch(collector -> !collector.runs().isEmpty()) || memory.isTooMuch(0)) {
            return spilled(run, stage, sort, order, file, collectors);
        }
        SortedRun[] runs = new SortedRun[collectors.size()];
        run.workers()
                .run(
                        runs.length,
                        worker -> runs[worker] = collectors.get(worker).sort());
        begin(memory);
        SortedRows sorted = new SortedRows(stage.schema(), Arrays.asList(runs), sort.offset(), sort.count());
        memory.reserve(sorted.memoryBytes());
        return sorted;
    }

    private static void begin(MemoryAccount memory) {
        memory.begin(ROWS, "filter them first, or take the first ones only, with LIMIT");
    }

    private static FinishedRows spilled(
            Run run, Stage stage, Terminal.Sort sort, RowOrder order, RunFile file, List<SortCollector> collectors) {
        MemoryAccount memory = run.memory();
        run.workers().run(collectors.size(), worker -> {
            collectors.get(worker).spillAll();
        });
        begin(memory);
        List<SortedFileRun> runs = collectors.stream()
                .flatMap(collector -> collector.runs().stream())
                .toList();
        long bytes = collectors.stream().mapToLong(SortCollector::runBytes).sum()
                + memory.pieceBytes() * run.workers().count();
        FinishedRows sorted =
                new SpilledSort(stage.schema(), order, runs, file, memory.pieceBytes(), bytes, run.workers()::check);
        memory.reserve(sorted.memoryBytes());
        return sort.offset() == 0 && sort.count() == Long.MAX_VALUE ? sorted : slice(run, stage, sort, sorted);
    }

    /** Where pieces begin is not known in rows, so a slice is read out and kept. */
    private static FinishedRows slice(Run run, Stage stage, Terminal.Sort sort, FinishedRows sorted) {
        StoredRows kept = new StoredRows(stage.schema(), run.memory(), run.spill());
        Answer answer = new Answer(stage.schema(), kept, sort.offset(), sort.count());
        FinishedRows.Reader reader = sorted.newReader();
        for (int piece = 0; piece < sorted.pieces() && !answer.isFull(); piece++) {
            reader.begin(piece);
            for (Batch batch = reader.next(); batch != null && !answer.isFull(); batch = reader.next()) {
                answer.accept(batch);
            }
        }
        run.memory().release(sorted.memoryBytes());
        sorted.release();
        return kept;
    }
}
