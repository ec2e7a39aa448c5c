package io.barograph.local;

import io.barograph.core.engine.EncodingSink;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.stage.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage whose rows come out in source order: workers read units side by side, the calling thread delivers them one
 * after the other, so that encoding and writing overlap. A split that proves to have begun at a wrong guess is read again
 * by the calling thread, before any of its rows has left.
 */
final class OrderedStage {
    private static final int UNITS_AHEAD_PER_WORKER = 3;
    private static final long MIN_BUFFER_BYTES = 1L << 20;
    private static final long MAX_BUFFER_BYTES = 64L << 20;

    private final Run run;
    private final StageRun stage;
    private final Answer answer;
    private final Queue<byte[]> spare = new ConcurrentLinkedQueue<>();
    private final Handover handover;
    /** Whether rows of a wrongly guessed start have gone through the feeds' steps. */
    private boolean misread;

    private @Nullable Supplier<OutputWriter> writers;

    private OrderedStage(Run run, StageRun stage, Answer answer) {
        this.run = run;
        this.stage = stage;
        this.answer = answer;
        long buffer = Math.max(
                MIN_BUFFER_BYTES, Math.min(MAX_BUFFER_BYTES, run.memory().limitBytes() / 8));
        this.handover = new Handover(
                run.workers(),
                stage.units(),
                UNITS_AHEAD_PER_WORKER * run.workers().count(),
                buffer);
    }

    /** Runs a whole stage. */
    static void run(Run run, Stage stage, Answer answer) {
        run(run, StageRun.waves(run, Feed.of(run, stage)), answer, "rows on their way out", "use fewer --threads");
    }

    /**
     * Reads one wave after the other.
     *
     * @param items what memory is filled with, for {@link MemoryAccount#begin}
     * @param advice how the query could keep less
     */
    static void run(Run run, List<StageRun> waves, Answer answer, String items, String advice) {
        run.memory().begin(items, advice);
        for (StageRun wave : waves) {
            if (!answer.isFull()) {
                new OrderedStage(run, wave, answer).run();
            }
        }
    }

    /**
     * Reads a stage whose rows go to several places in order.
     *
     * @param writers makes one per worker, and one more for each unit that was begun at a wrong guess; their chunks deliver
     *     themselves
     */
    static void run(Run run, Stage stage, Supplier<OutputWriter> writers) {
        run.memory().begin("rows on their way out", "use fewer --threads");
        Answer nowhere = new Answer(stage.schema(), ResultSink.NOWHERE, 0, Long.MAX_VALUE);
        for (StageRun wave : StageRun.waves(run, Feed.of(run, stage))) {
            OrderedStage ordered = new OrderedStage(run, wave, nowhere);
            ordered.writers = writers;
            ordered.run();
        }
    }

    private void run() {
        run.workers().start(stage.usefulWorkers(), worker -> produce(), handover::wake);
        int unit = 0;
        boolean whole = true;
        while (unit < stage.units() && !answer.isFull()) {
            whole = deliver(unit);
            unit++;
        }
        handover.stop();
        run.workers().await();
        if (answer.isAbandoned()) {
            return;
        }
        if (!whole) {
            // Its worker stopped between two batches: what it had read until then counts.
            stage.setOutcome(unit - 1, handover.outcome(unit - 1));
        }
        if (misread && !answer.isFull() && stage.leavesMatches()) {
            UnorderedStage.passAgain(run, stage);
        }
        stage.record(unit);
    }

    /** What each worker does. */
    private void produce() throws IOException {
        OutputWriter writer = newWriter();
        int[] current = new int[1];
        BatchConsumer target = batch -> {
            writer.accept(batch);
            hand(writer, current[0], false);
        };
        StageRun.UnitReader reader = stage.newReader(target);
        for (int unit = handover.claim(); unit >= 0; unit = handover.claim()) {
            int number = unit;
            current[0] = unit;
            writer.begin();
            UnitOutcome outcome = reader.read(
                    unit,
                    stage.recordStart(unit),
                    start -> handover.begin(number, start),
                    () -> writer.isFull() || handover.isAbandoned(number));
            hand(writer, unit, true);
            handover.end(unit, outcome);
        }
    }

    private void hand(OutputWriter writer, int unit, boolean last) {
        OutputChunk chunk = writer.take(last);
        if (chunk != null) {
            handover.put(unit, chunk);
        }
    }

    private OutputWriter newWriter() {
        return writers != null ? writers.get() : writer(answer, spare);
    }

    /** A writer for an answer's rows. */
    static OutputWriter writer(Answer answer, Queue<byte[]> spare) {
        EncodingSink encoding = answer.encoding();
        return encoding == null
                ? new RowWriter(answer.schema(), answer.wantedOfUnit())
                : new EncodedWriter(encoding.newEncoder(), spare);
    }

    /** Delivers a unit; false where the answer was full before the unit's end, and so its outcome is not known. */
    private boolean deliver(int unit) {
        long start = handover.want(unit);
        long expected = stage.expectedStart(unit);
        if (expected >= 0 && start != expected) {
            handover.discard(unit);
            misread = true;
            stage.setOutcome(unit, readAgain(unit, expected));
        } else {
            for (OutputChunk chunk = handover.take(); chunk != null; chunk = handover.take()) {
                deliver(chunk);
                if (answer.isFull()) {
                    return false;
                }
            }
            stage.setOutcome(unit, handover.outcome(unit));
        }
        stage.throwFailure(unit);
        return true;
    }

    /** Reads a unit in this thread, from where its first record is known to begin. */
    private UnitOutcome readAgain(int unit, long recordStart) {
        OutputWriter writer = newWriter();
        writer.begin();
        BatchConsumer target = batch -> {
            writer.accept(batch);
            deliver(writer, false);
        };
        BooleanSupplier enough = answer::isFull;
        try {
            UnitOutcome outcome = stage.newReader(target).read(unit, recordStart, start -> {}, enough);
            deliver(writer, true);
            return outcome;
        } catch (IOException failed) {
            throw new IllegalStateException("readers name the file themselves", failed);
        }
    }

    private void deliver(OutputWriter writer, boolean last) {
        OutputChunk chunk = writer.take(last);
        if (chunk != null) {
            deliver(chunk);
        }
    }

    private void deliver(OutputChunk chunk) {
        RunEvents.Output event = RunEvents.output();
        chunk.deliver(answer);
        if (event != null) {
            event.finish(chunk.memoryBytes());
        }
    }
}
