package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Expr;
import io.barograph.core.join.JoinTable;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableReader;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.ScanConditions;
import io.barograph.core.stage.StageInput;
import io.barograph.core.watermark.LaneClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One stage's input, or one wave of it, cut into units in source order, and the reading of them. */
final class StageRun {
    /** Rows of a join's rest per unit: a few batches, so that workers share even small results. */
    private static final int REST_ROWS = 4 * Batch.CAPACITY;

    private final Run run;
    private final List<Feed> feeds;
    private final List<Unit> units = new ArrayList<>();
    private final UnitOutcome[] outcomes;
    /** The scans and the number of the unit that is their first split. */
    private final Map<TableScan, Integer> scans = new HashMap<>();

    private StageRun(Run run, List<Feed> feeds) {
        this.run = run;
        this.feeds = feeds;
        for (int feed = 0; feed < feeds.size(); feed++) {
            if (feeds.get(feed) instanceof Feed.Rows rows) {
                addUnits(feed, rows);
            } else if (feeds.get(feed) instanceof Feed.Stored stored) {
                addUnits(feed, stored.rows());
            } else {
                addUnits(feed, ((Feed.Rest) feeds.get(feed)).join());
            }
        }
        outcomes = new UnitOutcome[units.size()];
        reset();
    }

    /** The readings of a stage's feeds that have to follow each other, at least one; tables are all read by the first. */
    static List<StageRun> waves(Run run, List<Feed> feeds) {
        List<StageRun> waves = new ArrayList<>();
        int left = feeds.size();
        for (int wave = 0; wave == 0 || left > 0; wave++) {
            int number = wave;
            List<Feed> now =
                    feeds.stream().filter(feed -> feed.wave() == number).toList();
            waves.add(new StageRun(run, now));
            left -= now.size();
        }
        return waves;
    }

    private void addUnits(int feed, JoinRun join) {
        int rows = join.table().rows();
        for (int from = 0; from < rows; from += Math.min(REST_ROWS, rows - from)) {
            units.add(new Unit.RestUnit(feed, join, from, Math.min(REST_ROWS, rows - from)));
        }
    }

    private void addUnits(int feed, Feed.Rows source) {
        StageInput input = source.input();
        if (input instanceof StageInput.TableRows rows) {
            Table table = run.catalog().open(rows.table());
            TableScan scan = new TableScan(
                    table,
                    rows,
                    conditions(rows, first(source.steps()), List.of()),
                    conditions(rows, first(source.steps()), run.parameters()),
                    run.options().splitBytes());
            run.expectBytes(table.sizeBytes());
            ClockPass.read(run, scan);
            scans.put(scan, units.size());
            for (int split = 0; split < scan.splits().size(); split++) {
                units.add(new Unit.SplitUnit(feed, scan, split));
            }
            return;
        }
        FinishedRows rows;
        if (input instanceof StageInput.StageRows earlier) {
            rows = run.finished(earlier.stage());
        } else {
            rows = LiteralBatches.rows((StageInput.QueryRows) input, run.memory(), run.spill());
        }
        addUnits(feed, rows);
    }

    private void addUnits(int feed, FinishedRows rows) {
        for (int piece = 0; piece < rows.pieces(); piece++) {
            units.add(new Unit.PieceUnit(feed, rows, piece));
        }
    }

    private static @Nullable RowOperator first(List<Feed.Step> steps) {
        return steps.isEmpty() ? null : steps.get(0).operator();
    }

    /**
     * What the filter directly above a scan lets a reader leave out.
     *
     * @param first the operator there, or null
     * @param parameters values of scalar sub-queries, those that are known
     */
    static List<ColumnComparison> conditions(
            StageInput.TableRows rows, @Nullable RowOperator first, List<Expr.Literal> parameters) {
        return first instanceof RowOperator.Filter filter
                ? ScanConditions.of(filter.predicate(), rows.columns(), parameters)
                : List.of();
    }

    int units() {
        return units.size();
    }

    Unit unit(int number) {
        return units.get(number);
    }

    /** The offset where a unit ends that is a split. */
    long endOf(int number) {
        Unit.SplitUnit unit = (Unit.SplitUnit) units.get(number);
        return unit.scan().splits().get(unit.split()).end();
    }

    /** Threads worth starting. */
    int usefulWorkers() {
        return Math.max(1, Math.min(run.workers().count(), units.size()));
    }

    /** The order in which units are taken where order does not matter: lanes backwards, where the options ask for it. */
    int[] takingOrder() {
        int[] order = IntStream.range(0, units.size()).toArray();
        if (!run.options().reverseLanes()) {
            return order;
        }
        return Arrays.stream(order)
                .boxed()
                .sorted(Comparator.comparingInt(number -> -laneOf(units.get(number))))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int laneOf(Unit unit) {
        return unit instanceof Unit.SplitUnit split
                ? split.scan().splits().get(split.split()).lane().index()
                : 0;
    }

    /** Where a unit's first record begins, or -1 to guess. */
    long recordStart(int unit) {
        return units.get(unit) instanceof Unit.SplitUnit split ? split.scan().recordStart(split.split()) : -1;
    }

    void setOutcome(int unit, UnitOutcome outcome) {
        outcomes[unit] = outcome;
        if (units.get(unit) instanceof Unit.SplitUnit split) {
            split.scan().setOutcome(split.split(), outcome);
        }
    }

    /** Forgets what became of the units, and what they did to joins. */
    void reset() {
        forgetMatches();
        scans.keySet().forEach(TableScan::reset);
        Arrays.setAll(outcomes, unit -> new UnitOutcome());
    }

    /** The joins whose held rows remember whether they have found a match. */
    private Stream<JoinTable> rememberingJoins() {
        return feeds.stream()
                .flatMap(feed -> feed.steps().stream())
                .filter(Feed.Step.Probe.class::isInstance)
                .map(step -> ((Feed.Step.Probe) step).join())
                .filter(join -> join.spec().keepsHeld())
                .map(JoinRun::table);
    }

    /** Whether reading a unit leaves traces beside the rows: in joins that yield what has found no match. */
    boolean leavesMatches() {
        return rememberingJoins().findAny().isPresent();
    }

    private void forgetMatches() {
        rememberingJoins().forEach(JoinTable::forgetMatches);
    }

    /** As {@link TableScan#verify} over all scans, for the units up to and with {@code last}. */
    boolean verify(int last) {
        boolean right = true;
        for (Map.Entry<TableScan, Integer> scan : scans.entrySet()) {
            right &= scan.getKey().verify(splitsBelow(scan, last + 1));
        }
        return right;
    }

    /** Enters the units below the bound into the run's books. */
    void record(int bound) {
        for (Map.Entry<TableScan, Integer> scan : scans.entrySet()) {
            run.record(scan.getKey(), splitsBelow(scan, bound));
        }
        for (int unit = 0; unit < bound; unit++) {
            run.recordUndefined(outcomes[unit].undefined);
        }
    }

    private static int splitsBelow(Map.Entry<TableScan, Integer> scan, int bound) {
        return Math.max(
                0, Math.min(bound - scan.getValue(), scan.getKey().splits().size()));
    }

    /** Where a unit must begin, as the units before it say; see {@link TableScan#expectedStart}. */
    long expectedStart(int unit) {
        return units.get(unit) instanceof Unit.SplitUnit split ? split.scan().expectedStart(split.split()) : -1;
    }

    /** Throws what ended a unit under {@code --strict}, with its place; does nothing where nothing did. */
    void throwFailure(int unit) {
        RuntimeException failure = outcomes[unit].failure;
        if (failure instanceof RejectLog.StrictReject refused && units.get(unit) instanceof Unit.SplitUnit split) {
            throw split.scan().refusal(split.split(), refused.record());
        } else if (failure != null) {
            throw failure;
        }
    }

    /** A reader of units for one worker, whose rows go through the feeds' steps to the target. */
    UnitReader newReader(BatchConsumer target) {
        return new UnitReader(target);
    }

    /** Reads units. Used by one thread. */
    final class UnitReader {
        private final EvaluationContext context =
                new EvaluationContext(run.parameters(), run.options().strict());
        private final List<BatchConsumer> pipelines = new ArrayList<>();
        private final Map<TableScan, TableReader> tables = new HashMap<>();
        private final Map<FinishedRows, FinishedRows.Reader> readers = new IdentityHashMap<>();
        private final Map<JoinRun, JoinTable.Rest> rests = new IdentityHashMap<>();
        private Map<String, Long> undefinedBefore = Map.of();

        private UnitReader(BatchConsumer target) {
            for (Feed feed : feeds) {
                pipelines.add(RowPipeline.compile(feed.steps(), context, run.workers()::check, target));
            }
        }

        /**
         * Reads a unit.
         *
         * @param recordStart as {@link Table#read} takes it; nothing to units that are no splits
         * @param started is told of the first record's offset, before any row
         * @param enough ends the reading early, asked between batches
         */
        UnitOutcome read(int number, long recordStart, LongConsumer started, BooleanSupplier enough)
                throws IOException {
            UnitOutcome outcome = new UnitOutcome();
            // Of many units none may have a batch between which to look.
            run.workers().check();
            try {
                if (units.get(number) instanceof Unit.SplitUnit split) {
                    readSplit(split, recordStart, outcome, started, enough);
                } else if (units.get(number) instanceof Unit.PieceUnit piece) {
                    started.accept(-1);
                    readPiece(piece, enough);
                } else {
                    started.accept(-1);
                    readRest((Unit.RestUnit) units.get(number), enough);
                }
            } catch (RejectLog.StrictReject refused) {
                outcome.failure = refused;
            } catch (BarographException failed) {
                // A value refused under --strict may have been read from a wrongly guessed start: judged later.
                if (failed.code() != ErrorCode.BAD_DATA || !run.options().strict()) {
                    throw failed;
                }
                outcome.failure = failed;
            }
            outcome.undefined = undefinedSinceLastUnit();
            return outcome;
        }

        private void readSplit(
                Unit.SplitUnit unit,
                long recordStart,
                UnitOutcome outcome,
                LongConsumer started,
                BooleanSupplier enough)
                throws IOException {
            TableScan scan = unit.scan();
            Split split = scan.splits().get(unit.split());
            if (recordStart >= split.end() && split.start() > 0) {
                outcome.startOffset = recordStart;
                outcome.endOffset = recordStart;
                outcome.ended = true;
                started.accept(recordStart);
                return;
            }
            RejectLog.Part rejects = run.rejects().newPart(run.options().strict());
            outcome.rejects = rejects;
            RunEvents.SplitRead event = RunEvents.splitRead();
            BatchConsumer first = pipelines.get(unit.feed());
            TableReader splits = tables.computeIfAbsent(scan, TableScan::newReader);
            LaneClock clock = scan.clock(unit.split());
            try (SplitReader reader = scan.openReader(splits, unit.split(), recordStart, rejects, clock)) {
                SplitJudge judge = scan.newJudge(unit.split(), clock, reader, rejects, first);
                try {
                    long bytes = 0;
                    Batch batch = reader.next();
                    outcome.startOffset = reader.startOffset();
                    started.accept(outcome.startOffset);
                    while (batch != null) {
                        run.workers().check();
                        if (judge == null) {
                            outcome.used += batch.size();
                            first.accept(batch);
                        } else {
                            judge.accept(batch);
                        }
                        long read = reader.bytesRead();
                        run.progress(read - bytes);
                        bytes = read;
                        if (enough.getAsBoolean()) {
                            break;
                        }
                        batch = reader.next();
                    }
                    outcome.ended = batch == null;
                    if (judge != null && outcome.ended) {
                        judge.end();
                    }
                    outcome.endOffset = outcome.ended ? reader.endOffset() : split.start() + bytes;
                } finally {
                    outcome.used += reader.recordsPruned() + (judge == null ? 0 : judge.used());
                    outcome.late = judge == null ? 0 : judge.late();
                    outcome.startOffset = reader.startOffset();
                    outcome.lines = reader.linesRead();
                }
                checkBooks(reader, outcome);
            } catch (IOException failed) {
                throw TableScan.unreadable(split.lane(), failed);
            } finally {
                if (event != null) {
                    event.finish(split.lane().name(), outcome);
                }
            }
        }

        /** Law 4, for one split. */
        private void checkBooks(SplitReader reader, UnitOutcome outcome) {
            if (outcome.ended && reader.recordsRead() != outcome.used + outcome.late + outcome.rejected()) {
                throw new IllegalStateException("read " + reader.recordsRead() + " records, but " + outcome.used
                        + " were used, " + outcome.late + " late and " + outcome.rejected() + " rejected");
            }
        }

        private void readPiece(Unit.PieceUnit unit, BooleanSupplier enough) {
            FinishedRows.Reader reader = readers.computeIfAbsent(unit.rows(), FinishedRows::newReader);
            BatchConsumer first = pipelines.get(unit.feed());
            reader.begin(unit.piece());
            reader.read(first, () -> {
                run.workers().check();
                return enough.getAsBoolean();
            });
        }

        private void readRest(Unit.RestUnit unit, BooleanSupplier enough) {
            JoinTable.Rest rest =
                    rests.computeIfAbsent(unit.join(), join -> join.table().newRest());
            BatchConsumer first = pipelines.get(unit.feed());
            for (int done = 0; done < unit.count() && !enough.getAsBoolean(); done += Batch.CAPACITY) {
                run.workers().check();
                Batch batch = rest.read(unit.from() + done, Math.min(Batch.CAPACITY, unit.count() - done));
                if (batch.size() > 0) {
                    first.accept(batch);
                }
            }
        }

        private Map<String, Long> undefinedSinceLastUnit() {
            Map<String, Long> now = context.undefinedCounts();
            if (now.equals(undefinedBefore)) {
                return Map.of();
            }
            Map<String, Long> since = new HashMap<>(now);
            undefinedBefore.forEach((expression, count) -> since.merge(expression, -count, Long::sum));
            undefinedBefore = now;
            return since;
        }
    }
}
