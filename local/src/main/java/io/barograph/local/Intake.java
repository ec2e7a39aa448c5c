package io.barograph.local;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.Terminal;
import io.barograph.local.spill.BatchCodec;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The half of a stage behind its exchange: takes the chunks that were sent to one partition, and finishes the stage's rows of it. For
 * one thread.
 */
final class Intake {
    /** Chunks between two looks at what has gathered. */
    private static final int CHUNKS_PER_REPORT = 8;

    private final Run run;
    private final Job job;
    private final Stage stage;
    private final Iterator<byte[]> received;
    private final ChunkSender sender;
    private long latest = Long.MIN_VALUE;

    /** @param sender passes on what earlier tasks have reported */
    Intake(Run run, Job job, int stage, Iterator<byte[]> received, ChunkSender sender) {
        this.run = run;
        this.job = job;
        this.stage = job.plan().stages().get(stage);
        this.received = received;
        this.sender = sender;
    }

    /** Reads all chunks, and enters what the stage's rows of the partition are into the run. */
    void finish() {
        Terminal terminal = stage.terminal();
        if (terminal instanceof Terminal.Join join) {
            run.setJoin(stage.id(), join(join));
        } else if (terminal instanceof Terminal.MergeSessions merge) {
            run.setFinished(stage.id(), SessionStage.sessions(run, groups(), merge));
        } else if (terminal instanceof Terminal.Fold fold) {
            FoldStage rows = new FoldStage(run, stage, fold);
            FoldCollector collector = rows.newCollector();
            gather(collector, stage.branches().get(0).schema());
            run.setFinished(stage.id(), rows.finish(List.of(collector), latest));
        } else if (terminal instanceof Terminal.Sort sort) {
            SortStage rows = new SortStage(run, stage, sort);
            SortCollector collector = rows.newCollector();
            gather(collector, stage.schema());
            run.setFinished(stage.id(), rows.finish(List.of(collector)));
        } else if (terminal instanceof Terminal.Limit limit) {
            run.setFinished(stage.id(), slice(limit));
        } else {
            run.setFinished(stage.id(), groups());
        }
    }

    /** Hands out all chunks but those that say something of others. */
    private void each(Consumer<byte[]> target) {
        while (received.hasNext()) {
            run.workers().check();
            byte[] chunk = received.next();
            switch (Chunk.kind(chunk)) {
                case Chunk.REPORT -> sender.passOn(chunk);
                case Chunk.LATEST -> latest = Math.max(latest, Chunk.latest(chunk));
                default -> target.accept(chunk);
            }
        }
    }

    private void gather(Collector collector, Schema schema) {
        BatchCodec codec = new BatchCodec(schema);
        UnorderedStage.Reporting target = new UnorderedStage.Reporting(run.memory(), 0, collector);
        each(chunk -> target.accept(codec.decode(chunk, Chunk.ROWS_AT)));
        target.report();
    }

    private FinishedRows groups() {
        MergeTable table = MergeStage.newTable(job.plan(), stage);
        RunFile file = MergeStage.begin(run, table.keySchema().size());
        GroupCollector collector = new GroupCollector(table, file);
        UnorderedStage.Reporting target = new UnorderedStage.Reporting(run.memory(), 0, collector);
        int[] chunks = new int[1];
        each(chunk -> {
            merge(chunk, collector.table());
            if (++chunks[0] % CHUNKS_PER_REPORT == 0) {
                target.report();
            }
        });
        target.report();
        return MergeStage.finish(run, collector, file);
    }

    private static void merge(byte[] chunk, MergeTable into) {
        int keysAt = Chunk.keysAt(chunk);
        Batch keys = new BatchCodec(into.keySchema()).decode(chunk, keysAt);
        into.mergeSaved(keys, new StateInput(chunk, Chunk.statesAt(), keysAt));
    }

    private FinishedRows slice(Terminal.Limit limit) {
        ChunkStore store = new ChunkStore(run, "rows of a sub-query");
        each(store::add);
        StoredRows stored = new StoredRows(stage.schema(), run.memory(), run.spill());
        Answer answer = new Answer(stage.schema(), stored, limit.offset(), limit.count());
        deliver(store.rows(0, stage.schema()), answer);
        return stored;
    }

    /** Passes rows on in their order, until no more are wanted. */
    static void deliver(FinishedRows rows, Answer answer) {
        FinishedRows.Reader reader = rows.newReader();
        for (int piece = 0; piece < rows.pieces(); piece++) {
            reader.begin(piece);
            reader.read(answer::accept, answer::isFull);
        }
    }

    /** Both sides' rows, as two stages more that the join reads. */
    private JoinRun join(Terminal.Join join) {
        ChunkStore store = new ChunkStore(run, "rows to join");
        each(store::add);
        Schema left = StageSizes.left(stage, join).get(0).schema();
        Schema right = StageSizes.right(stage, join).get(0).schema();
        int next = job.plan().stages().size();
        run.setFinished(next, store.rows(0, left));
        run.setFinished(next + 1, store.rows(1, right));
        Terminal.Join both = new Terminal.Join(
                1, join.kind(), join.leftKeys(), join.rightKeys(), join.asOf(), join.residual(), join.schema());
        Stage alone = new Stage(
                stage.id(),
                List.of(
                        new Branch(new StageInput.StageRows(next, left), List.of()),
                        new Branch(new StageInput.StageRows(next + 1, right), List.of())),
                both,
                stage.schema());
        return JoinRun.prepare(run, alone, both, both.holdsLeft(store.bytes(0), store.bytes(1)));
    }
}
