package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker's rows to be sorted. Where only the first few are asked for, it sorts and cuts whenever twice as many have
 * gathered: amortised, every row is compared about as often as by a bounded heap, but moves in columns.
 */
final class SortCollector implements Collector {
    private final RowOrder order;
    private final long bound;
    private final @Nullable SortFile file;
    private final List<SortedFileRun> runs = new ArrayList<>();
    private RowBuffer rows;

    /**
     * @param bound how many of the first rows are asked for, or {@link Long#MAX_VALUE}
     * @param file where rows go that memory has no room for; null to keep all in memory
     */
    SortCollector(Schema schema, RowOrder order, long bound, @Nullable SortFile file) {
        this.order = order;
        this.bound = bound;
        this.file = file;
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

    /** The runs written so far. */
    List<SortedFileRun> runs() {
        return runs;
    }

    @Override
    public void spill() {
        if (rows.size() >= SortFile.FEWEST_ROWS) {
            spillAll();
        }
    }

    /** Writes all rows, however few. */
    void spillAll() {
        if (file != null && rows.size() > 0) {
            runs.add(file.write(SortedRun.of(rows, order), bound));
            rows = new RowBuffer(rows.schema());
        }
    }

    SortedRun sort() {
        return SortedRun.of(rows, order);
    }

    @Override
    public long memoryBytes() {
        return rows.memoryBytes() + SortedRun.extraBytes(rows.size());
    }

    @Override
    public long items() {
        return rows.size();
    }
}
