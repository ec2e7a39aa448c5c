package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.RowSpill;
import io.barograph.local.spill.SpillFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker's rows to be sorted. Where only the first few are asked for, it sorts and cuts whenever twice as many have
 * gathered: amortised, every row is compared about as often as by a bounded heap, but moves in columns.
 */
final class SortCollector implements Collector {
    private final RowOrder order;
    private final long bound;
    private final @Nullable RunFile file;
    private final List<SortedFileRun> runs = new ArrayList<>();
    private final BatchCodec codec;
    /** The first row of each block of each run. */
    private final RowBuffer firsts;

    private RowBuffer rows;

    /**
     * @param bound how many of the first rows are asked for, or {@link Long#MAX_VALUE}
     * @param file where rows go that memory has no room for; null to keep all in memory
     */
    SortCollector(Schema schema, RowOrder order, long bound, @Nullable RunFile file) {
        this.order = order;
        this.bound = bound;
        this.file = file;
        this.codec = new BatchCodec(schema);
        this.firsts = new RowBuffer(schema);
        this.rows = new RowBuffer(schema);
    }

    @Override
    public void accept(Batch batch) {
        rows.append(batch);
        if (rows.size() > 8 * Batch.CAPACITY && rows.size() / 2 > bound) {
            cut();
        }
    }

    private void cut() {
        SortedRows first = new SortedRows(rows.schema(), List.of(SortedRun.of(rows, order)), 0, bound);
        HeldRows.RangeReader reader = first.newRangeReader();
        RowBuffer kept = new RowBuffer(rows.schema());
        while (kept.size() < bound) {
            kept.append(reader.read(kept.size(), Batch.CAPACITY));
        }
        rows = kept;
    }

    /** The rows in memory, as they came. */
    RowBuffer rows() {
        return rows;
    }

    /** The runs written so far. */
    List<SortedFileRun> runs() {
        return runs;
    }

    @Override
    public void spill() {
        if (rows.size() >= RunFile.FEWEST_ROWS) {
            spillAll();
        }
    }

    /** Writes all rows, however few. */
    void spillAll() {
        if (file != null && rows.size() > 0) {
            RunEvents.Spill event = RunEvents.spill();
            runs.add(write(file.file()));
            if (event != null) {
                event.finish(rows.size());
            }
            rows = new RowBuffer(rows.schema());
        }
    }

    private SortedFileRun write(SpillFile target) {
        SortedRows sorted = new SortedRows(rows.schema(), List.of(SortedRun.of(rows, order)), 0, bound);
        HeldRows.RangeReader reader = sorted.newRangeReader();
        RowSpill written = new RowSpill(rows.schema(), target, codec);
        int firstsAt = firsts.size();
        int step = RunFile.rowsPerBlock(sorted.size());
        for (long at = 0; at < sorted.size(); at += step) {
            Batch block = reader.read(at, (int) Math.min(step, sorted.size() - at));
            firsts.append(block, 0, 1);
            written.append(block);
        }
        firsts.forgetSources();
        return new SortedFileRun(written, firsts, firstsAt);
    }

    /** Hands out the rows in memory, in order and no more than are asked for, and holds none. */
    void give(Consumer<Batch> target) {
        SortedRows sorted = new SortedRows(rows.schema(), List.of(SortedRun.of(rows, order)), 0, bound);
        HeldRows.RangeReader reader = sorted.newRangeReader();
        for (long at = 0; at < sorted.size(); ) {
            Batch batch = reader.read(at, (int) Math.min(Batch.CAPACITY, sorted.size() - at));
            target.accept(batch);
            at += batch.size();
        }
        rows = new RowBuffer(rows.schema());
    }

    /** Bytes of heap that finding the runs' rows again takes. */
    long runBytes() {
        return firsts.memoryBytes()
                + runs.stream().mapToLong(run -> run.rows().memoryBytes()).sum();
    }

    SortedRun sort() {
        return SortedRun.of(rows, order);
    }

    @Override
    public long memoryBytes() {
        return rows.memoryBytes() + SortedRun.extraBytes(rows.size()) + codec.memoryBytes() + runBytes();
    }

    @Override
    public long items() {
        return rows.size();
    }
}
