package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import io.barograph.local.spill.BatchCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the order of large sorts into ranges of about as many rows, so that each is sorted in a place of its own. Where to cut, a sample of
 * the rows says, read by who asks; a sample that misleads makes some places slower and no answer wrong. Of tables alone: what earlier
 * stages give is not known before they have run.
 */
final class SortRanges {
    /** Places of the tables that are looked at, and rows of each: some hundred rows a range where there are a hundred ranges. */
    private static final int PLACES = 64;

    private static final int ROWS_OF_PLACE = 1000;

    /** Behind a filter that few rows pass a place has fewer: it is not read to its end for them. */
    private static final int BATCHES_OF_PLACE = 4;

    private final StagePlan plan;
    private final ToLongFunction<TableDescription> tableBytes;
    private final long leastBytes;

    /**
     * @param tableBytes of a table's files together
     * @param leastBytes of the tables that a sort reads
     */
    SortRanges(StagePlan plan, ToLongFunction<TableDescription> tableBytes, long leastBytes) {
        this.plan = plan;
        this.tableBytes = tableBytes;
        this.leastBytes = leastBytes;
    }

    /** Whether a stage is a sort that is large enough, and of what a sample may be read. */
    boolean isLarge(Stage stage) {
        return stage.terminal() instanceof Terminal.Sort sort
                && sort.count() == Long.MAX_VALUE
                && sort.offset() == 0
                && stage.branches().stream().allMatch(SortRanges::mayBeSampled)
                && stage.branches().stream().mapToLong(this::bytes).sum() >= leastBytes;
    }

    /** Rows that are judged by those before them cannot be read here and there. */
    private static boolean mayBeSampled(Branch branch) {
        return branch.input() instanceof StageInput.TableRows rows && JobPlanner.splitBytes(rows.table(), 0) == 0;
    }

    private long bytes(Branch branch) {
        return tableBytes.applyAsLong(((StageInput.TableRows) branch.input()).table());
    }

    /**
     * The ranges of a large sort.
     *
     * @param most how many may be
     * @return null where the sample has no row
     */
    @Nullable
    SortRange find(Run run, Stage stage, int most) {
        RunOptions options = run.options()
                .withThreads(1)
                .withStrict(false)
                .withRejects(RejectHandler.NONE)
                .withProgress((done, total) -> {});
        // Its own books and progress: what is read here is read again.
        try (Run beside = new Run(run.catalog(), options, plan.stages().size())) {
            beside.parameters().addAll(run.parameters());
            RowBuffer sample = sample(beside, stage);
            RowOrder order = new RowOrder(((Terminal.Sort) stage.terminal()).keys(), stage.schema());
            int[] sorted = IntStream.range(0, sample.size())
                    .boxed()
                    .sorted((one, other) -> order.compare(sample, one, sample, other))
                    .mapToInt(Integer::intValue)
                    .toArray();
            List<byte[]> borders = new ArrayList<>();
            BatchCodec codec = new BatchCodec(stage.schema());
            for (int range = 1; range < most && sorted.length > 0; range++) {
                int row = sorted[(int) ((long) range * sorted.length / most)];
                borders.add(codec.encode(one(sample, row)).toByteArray());
            }
            return borders.isEmpty() ? null : new SortRange(stage.id(), borders);
        } catch (IOException failed) {
            throw new IllegalStateException("readers name the file themselves", failed);
        }
    }

    private static RowBuffer sample(Run run, Stage stage) throws IOException {
        RowBuffer sample = new RowBuffer(stage.schema());
        StageRun scans = StageRun.waves(run, Feed.of(run, stage)).get(0);
        int[] left = new int[1];
        int[] batches = new int[1];
        StageRun.UnitReader reader = scans.newReader(batch -> {
            int count = Math.min(left[0], batch.size());
            sample.append(batch, 0, count);
            left[0] -= count;
        });
        int places = Math.min(PLACES, scans.units());
        for (int place = 0; place < places; place++) {
            left[0] = ROWS_OF_PLACE;
            batches[0] = BATCHES_OF_PLACE;
            int unit = (int) ((long) place * scans.units() / places);
            reader.read(unit, -1, start -> {}, () -> left[0] == 0 || --batches[0] <= 0);
        }
        return sample;
    }

    private static Batch one(RowBuffer rows, int row) {
        RowBuffer alone = new RowBuffer(rows.schema());
        alone.append(rows.batch(row / Batch.CAPACITY), row % Batch.CAPACITY, 1);
        return alone.batch(0);
    }

    /** Deals rows out to the ranges of an order. */
    static RowSender.Deal deal(SortRange range, Terminal.Sort sort, Schema schema) {
        RowOrder order = new RowOrder(sort.keys(), schema);
        BatchCodec codec = new BatchCodec(schema);
        RowBuffer borders = new RowBuffer(schema);
        range.borders().forEach(block -> borders.append(codec.decode(block, 0)));
        int[] dealt = new int[Batch.CAPACITY];
        return batch -> {
            RowBuffer rows = new RowBuffer(schema);
            rows.append(batch);
            for (int row = 0; row < batch.size(); row++) {
                int from = 0;
                int to = borders.size();
                while (from < to) {
                    int middle = (from + to) >>> 1;
                    if (order.compare(borders, middle, rows, row) <= 0) {
                        from = middle + 1;
                    } else {
                        to = middle;
                    }
                }
                dealt[row] = from;
            }
            return dealt;
        };
    }
}
