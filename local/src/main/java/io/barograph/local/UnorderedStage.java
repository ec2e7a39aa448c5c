package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Runs a stage whose rows may come in any order: each worker takes units into a collector of its own. */
final class UnorderedStage {
    /** Batches between two looks at a collector's memory: it costs a walk over its states. */
    private static final int BATCHES_PER_REPORT = 8;

    private UnorderedStage() {}

    /**
     * Collects all rows of the stage; again, where split borders had been guessed wrongly.
     *
     * @return the collectors, at least one; some may be empty
     */
    static <T extends Collector> List<T> collect(Run run, Stage stage, Supplier<T> newCollector) {
        return collect(run, Feed.of(run, stage), newCollector);
    }

    /** The same for the rows of some feeds. */
    static <T extends Collector> List<T> collect(Run run, List<Feed> feeds, Supplier<T> newCollector) {
        List<StageRun> waves = StageRun.waves(run, feeds);
        List<T> collectors = collect(run, waves.get(0), newCollector);
        for (StageRun wave : waves.subList(1, waves.size())) {
            int failed = readAll(run, wave, collectors);
            if (failed < wave.units()) {
                wave.throwFailure(failed);
            }
            wave.record(wave.units());
        }
        return collectors;
    }

    private static <T extends Collector> List<T> collect(Run run, StageRun stage, Supplier<T> newCollector) {
        while (true) {
            List<T> collectors = new ArrayList<>();
            for (int worker = 0; worker < stage.usefulWorkers(); worker++) {
                collectors.add(newCollector.get());
            }
            int failed = readAll(run, stage, collectors);
            if (stage.verify(Math.min(failed, stage.units() - 1))) {
                if (failed < stage.units()) {
                    stage.throwFailure(failed);
                }
                stage.record(stage.units());
                return collectors;
            }
            stage.reset();
        }
    }

    /** Lets all rows of a stage go by once more, for the matches that they leave in joins: the first time some were wrong. */
    static void passAgain(Run run, StageRun stage) {
        do {
            stage.reset();
            List<Collector> nowhere = new ArrayList<>();
            for (int worker = 0; worker < stage.usefulWorkers(); worker++) {
                nowhere.add(Nowhere.INSTANCE);
            }
            readAll(run, stage, nowhere);
        } while (!stage.verify(stage.units() - 1));
    }

    private enum Nowhere implements Collector {
        INSTANCE;

        @Override
        public void accept(Batch batch) {}

        @Override
        public long memoryBytes() {
            return 0;
        }

        @Override
        public long items() {
            return 0;
        }

        @Override
        public void spill() {}
    }

    /** Reads all units; where some fail under {@code --strict}, all before the first that does. Returns that one. */
    private static int readAll(Run run, StageRun stage, List<? extends Collector> collectors) {
        int[] order = stage.takingOrder();
        UnitStretches stretches = new UnitStretches(order.length, collectors.size());
        AtomicInteger firstFailed = new AtomicInteger(Integer.MAX_VALUE);
        run.workers().run(collectors.size(), worker -> {
            Reporting target = new Reporting(run.memory(), worker, collectors.get(worker));
            collectors.get(worker).begin(() -> {
                run.workers().check();
                target.reportBetween();
            });
            StageRun.UnitReader reader = stage.newReader(target);
            for (int i = stretches.next(worker); i >= 0; i = stretches.next(worker)) {
                int unit = order[i];
                if (unit > firstFailed.get()) {
                    continue;
                }
                run.workers().check();
                UnitOutcome outcome = reader.read(unit, stage.recordStart(unit), start -> {}, () -> false);
                stage.setOutcome(unit, outcome);
                if (outcome.failure != null) {
                    firstFailed.accumulateAndGet(unit, Math::min);
                }
            }
            collectors.get(worker).end();
            target.report();
        });
        return firstFailed.get();
    }

    /** Passes batches to a collector, which spills when memory is full. */
    static final class Reporting implements BatchConsumer {
        private final MemoryAccount memory;
        private final int worker;
        private final Collector collector;
        private int batches;
        private int parts;

        Reporting(MemoryAccount memory, int worker, Collector collector) {
            this.memory = memory;
            this.worker = worker;
            this.collector = collector;
        }

        @Override
        public void accept(Batch batch) {
            accept(batch, collector);
        }

        @Override
        public BatchConsumer complete() {
            BatchConsumer target = collector.complete();
            return batch -> accept(batch, target);
        }

        private void accept(Batch batch, BatchConsumer target) {
            target.accept(batch);
            if (++batches % BATCHES_PER_REPORT == 0) {
                report();
            }
        }

        /** Tells the account what the collector holds; lets it spill where that is too much. */
        void report() {
            if (!mustSpill()) {
                return;
            }
            collector.bringBack();
            if (mustSpill()) {
                collector.spill();
                noteSpilled();
            }
        }

        /** The same again and again while a collector has much coming at once. */
        private void reportBetween() {
            if (++parts % BATCHES_PER_REPORT == 0 && mustSpill()) {
                if (collector.spillBetween()) {
                    note();
                } else {
                    noteSpilled();
                }
            }
        }

        private void noteSpilled() {
            memory.noteSpilled(worker, collector.memoryBytes(), collector.items());
        }

        private boolean mustSpill() {
            note();
            return memory.mustSpill(worker);
        }

        private void note() {
            memory.note(worker, collector.memoryBytes(), collector.items());
        }
    }
}
