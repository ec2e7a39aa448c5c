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

    private final Run run;
    private final Stage stage;
    private final Terminal.Sort sort;
    private final RowOrder order;
    private final RunFile file;

    /** A sort whose rows are gathered by whoever reads them. */
    SortStage(Run run, Stage stage, Terminal.Sort sort) {
        this.run = run;
        this.stage = stage;
        this.sort = sort;
        begin(run.memory());
        this.order = new RowOrder(sort.keys(), stage.schema());
        this.file = new RunFile(run.spill(), ROWS);
    }

    static FinishedRows run(Run run, Stage stage, Terminal.Sort sort) {
        SortStage rows = new SortStage(run, stage, sort);
        return rows.finish(UnorderedStage.collect(run, stage, rows::newCollector));
    }

    /** A place for one worker's rows. */
    SortCollector newCollector() {
        return new SortCollector(stage.schema(), order, bound(sort), file);
    }

    /** A place for rows of which the first ones go elsewhere. */
    SortCollector newCollectorInMemory() {
        return new SortCollector(stage.schema(), order, bound(sort), null);
    }

    /** How many of the first rows are asked for, or {@link Long#MAX_VALUE}. */
    static long bound(Terminal.Sort sort) {
        return Answer.wanted(sort.offset(), sort.count());
    }

    /** What was gathered in all places, in order. */
    FinishedRows finish(List<SortCollector> collectors) {
        MemoryAccount memory = run.memory();
        if (collectors.stream().anyMatch(collector -> !collector.runs().isEmpty()) || memory.isTooMuch(0)) {
            return spilled(collectors);
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

    private FinishedRows spilled(List<SortCollector> collectors) {
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
        return sort.offset() == 0 && sort.count() == Long.MAX_VALUE ? sorted : slice(sorted);
    }

    /** Where pieces begin is not known in rows, so a slice is read out and kept. */
    private FinishedRows slice(FinishedRows sorted) {
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
