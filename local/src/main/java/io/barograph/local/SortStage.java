package io.barograph.local;

import io.barograph.core.stage.Stage;
import io.barograph.core.stage.Terminal;
import java.util.Arrays;
import java.util.List;

/** Sorts in memory: each worker its own rows, then all runs merged. */
final class SortStage {
    private SortStage() {}

    static FinishedRows run(Run run, Stage stage, Terminal.Sort sort) {
        run.memory().begin("rows to sort", "filter them first, or take the first ones only, with LIMIT");
        RowOrder order = new RowOrder(sort.keys(), stage.schema());
        long bound = sort.count() > Long.MAX_VALUE - sort.offset() ? Long.MAX_VALUE : sort.offset() + sort.count();
        List<SortCollector> collectors =
                UnorderedStage.collect(run, stage, () -> new SortCollector(stage.schema(), order, bound));
        SortedRun[] runs = new SortedRun[collectors.size()];
        run.workers()
                .run(
                        runs.length,
                        worker -> runs[worker] = collectors.get(worker).sort());
        run.memory().begin("rows to sort", "filter them first, or take the first ones only, with LIMIT");
        SortedRows sorted = new SortedRows(stage.schema(), Arrays.asList(runs), sort.offset(), sort.count());
        run.memory().retain(sorted.memoryBytes());
        return sorted;
    }
}
